namespace Zot.Benchmarks.Scale;

/// <summary>Measures the cost of quotas for a push, and its growth with the registry.</summary>
internal static class QuotaPhase
{
    internal static async Task RunAsync(ScaleBench bench, CancellationToken cancellationToken)
    {
        await using var servers = new Servers();
        await StartAsync(ScaleRows.Tenth, hasQuotas: false);
        await StartAsync(ScaleRows.TenthWithQuotas, hasQuotas: true);
        await StartAsync(ScaleRows.AllWithQuotas, hasQuotas: true, ScaleRows.All);

        var turns = new Turns(servers.All);
        await ServePhase.PushAsync(turns, "warm-q", bench.Options.Pushes / 4, cancellationToken);
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            bench.Say($"pushes with quotas, round {round + 1} of {bench.Options.Rounds}");
            var pushes = await ServePhase.PushAsync(turns, $"q{round}", bench.Options.Pushes, cancellationToken);
            turns.Note(bench.Results, ScaleRows.QuotaPush, pushes, 0.5);
            turns.Note(bench.Results, ScaleRows.QuotaPushTail, pushes, 0.99);
        }

        Task StartAsync(string side, bool hasQuotas, string? data = null)
        {
            bench.Say($"{side}: starting, for quotas");
            var settings = new ScaleSettings { HasIndex = true, HasQuotas = hasQuotas };
            return servers.StartAsync(bench.CreatePeer(side, settings, data), cancellationToken);
        }
    }
}
