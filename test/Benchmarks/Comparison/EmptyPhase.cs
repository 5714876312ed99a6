namespace Zot.Benchmarks.Comparison;

/// <summary>Measures start-up on an empty directory, and the memory of an idle server.</summary>
internal static class EmptyPhase
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    internal static async Task RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            bench.Say($"start-up, round {round + 1} of {bench.Options.Rounds}");
            foreach (var peer in bench.CreatePeers($"empty-{round}"))
            {
                await using (peer)
                {
                    var time = await peer.StartAsync(cancellationToken);
                    bench.Results.Add(Rows.Start, peer.Name, new Sample(time.TotalMilliseconds, peer.CpuSeconds * 1000));
                    await Task.Delay(Settling, cancellationToken);
                    bench.Results.Add(Rows.IdleMemory, peer.Name, new Sample(peer.ResidentMiB));
                }
            }
        }
    }
}
