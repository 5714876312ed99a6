using Zot.Benchmarks.Comparison;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Scale;

/// <summary>Measures starts on content that has not changed since the previous start.</summary>
internal static class StartPhase
{
    internal static async Task RunAsync(ScaleBench bench, CancellationToken cancellationToken)
    {
        // Without the index first, since an existing index is kept.
        await RunAsync(bench, hasIndex: false, bench.Rows.Starts, cancellationToken);
        await RunAsync(bench, hasIndex: true, bench.Rows.IndexedStarts, cancellationToken);
    }

    private static async Task RunAsync(ScaleBench bench, bool hasIndex, StartRows rows, CancellationToken cancellationToken)
    {
        Peer[] peers = [.. new[] { ScaleRows.Few, ScaleRows.All }.Select(side => bench.CreatePeer(side, new ScaleSettings { HasIndex = hasIndex }))];
        foreach (var peer in peers)
        {
            bench.Say($"{peer.Name}: the first start{(hasIndex ? " with the index" : "")}");
            await using (peer)
            {
                await peer.StartAsync(cancellationToken);
                await ScaleBench.ReplaceAsync(peer, cancellationToken);
                await peer.EndAsync(cancellationToken);
            }
        }

        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            bench.Say($"starts{(hasIndex ? " with the index" : "")}, round {round + 1} of {bench.Options.Rounds}");
            foreach (var peer in round % 2 == 0 ? peers : peers.Reverse())
            {
                await using (peer)
                {
                    var (listening, first) = await peer.StartAsync($"v2/{DataSet.Common[0]}/manifests/{DataSet.TagOf(0)}", cancellationToken);
                    bench.Results.Add(rows.Cpu, peer.Name, new Sample(peer.CpuSeconds * 1000));
                    bench.Results.Add(rows.Listening, peer.Name, new Sample(listening.TotalMilliseconds));
                    bench.Results.Add(rows.First, peer.Name, new Sample(first.TotalMilliseconds));
                    await peer.EndAsync(cancellationToken);
                }
            }
        }
    }
}
