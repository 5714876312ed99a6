using System.Globalization;
using Zot.Benchmarks.Comparison;
using Zot.Benchmarks.Content;
using Zot.Benchmarks.Measures;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Scale;

/// <summary>Measures pushes, pulls and memory usage of the large registry and of a nearly empty one.</summary>
internal static class ServePhase
{
    private const int LayerLength = 4096;

    internal static async Task RunAsync(ScaleBench bench, CancellationToken cancellationToken)
    {
        await using var servers = new Servers();
        foreach (var side in new[] { ScaleRows.Few, ScaleRows.All })
        {
            bench.Say($"{side}: starting, for pushes and pulls");
            await servers.StartAsync(bench.CreatePeer(side, new ScaleSettings { HasIndex = true }), cancellationToken);
        }

        foreach (var (peer, _) in servers.All)
        {
            bench.Results.Add(ScaleRows.IdleMemory, peer.Name, new Sample(peer.ResidentMiB));
            bench.Results.Add(ScaleRows.IdleShare, peer.Name, new Sample(peer.ProportionalMiB));
        }

        var turns = new Turns(servers.All);
        await PushAsync(turns, "warm", bench.Options.Pushes / 4, cancellationToken);
        var parallel = new PushMeasure(ScaleRows.ParallelPush, clients: 8, seconds: 2);
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            bench.Say($"pushes and pulls, round {round + 1} of {bench.Options.Rounds}");
            var pushes = await PushAsync(turns, $"r{round}", bench.Options.Pushes, cancellationToken);
            turns.Note(bench.Results, ScaleRows.Push, pushes, 0.5);
            turns.Note(bench.Results, ScaleRows.PushTail, pushes, 0.99);
            var news = await turns.TakeAsync(bench.Options.Pushes, (_, client, number) => client.PushAsync(
                Numbered($"new/r{round}-", number), "v1", Image.Unique(LayerLength), cancellationToken));
            turns.Note(bench.Results, ScaleRows.NewPush, news, 0.5);
            turns.Note(bench.Results, ScaleRows.NewPushTail, news, 0.99);
            foreach (var (peer, _) in round % 2 == 0 ? servers.All : servers.All.Reverse())
            {
                var rate = await parallel.TakeAsync(peer, cancellationToken);
                bench.Results.Add(ScaleRows.ParallelPush, peer.Name, new Sample(1000 / rate.Value));
            }

            await PullAsync(bench, turns, round, cancellationToken);
        }

        foreach (var (peer, _) in servers.All)
        {
            bench.Results.Add(ScaleRows.UsedMemory, peer.Name, new Sample(peer.ResidentMiB));
        }
    }

    /// <summary>Pushes images to repositories that are in each set, to all servers in turn.</summary>
    internal static Task<Round> PushAsync(Turns turns, string prefix, int count, CancellationToken cancellationToken) =>
        turns.TakeAsync(count, (_, client, number) => client.PushAsync(
            DataSet.Common[number % DataSet.Common.Count], Numbered($"{prefix}-", number), Image.Unique(LayerLength), cancellationToken));

    private static async Task PullAsync(ScaleBench bench, Turns turns, int round, CancellationToken cancellationToken)
    {
        var same = await turns.TakeAsync(bench.Options.Pushes * 4, (_, client, number) => client.GetAsync(
            $"v2/{DataSet.Common[number % DataSet.Common.Count]}/manifests/{DataSet.TagOf(number % 7)}", cancellationToken));
        turns.Note(bench.Results, ScaleRows.Pull, same, 0.5);
        turns.Note(bench.Results, ScaleRows.PullTail, same, 0.99);

        var random = new Random(bench.Options.Seed + round);
        var any = await turns.TakeAsync(bench.Options.Pushes, (peer, client, _) =>
        {
            var repositories = SetOf(bench, peer).Repositories;
            var repository = repositories[random.Next(repositories.Count)];
            return client.GetAsync($"v2/{repository.Name}/manifests/{DataSet.TagOf(random.Next(repository.Tags))}", cancellationToken);
        });
        turns.Note(bench.Results, ScaleRows.PullAnywhere, any, 0.5);
    }

    private static DataSet SetOf(ScaleBench bench, Peer peer) => peer.Name == ScaleRows.All ? bench.All : bench.Few;

    private static string Numbered(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}");
}
