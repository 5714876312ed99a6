using Zot.Benchmarks.Measures;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Comparison;

/// <summary>Measures reads and writes, with all servers running, one at a time.</summary>
internal static class LoadPhase
{
    internal static async Task RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var peers = bench.CreatePeers("load");
        try
        {
            var content = LoadContent.Create(bench.Options.Many);
            foreach (var peer in peers)
            {
                bench.Say($"giving {peer.Name} its content");
                await content.GiveAsync(peer, cancellationToken);
            }

            var measures = Measures(bench, content)
                .Where(measure => measure.Row.Name.Contains(bench.Options.Only, StringComparison.OrdinalIgnoreCase))
                .ToList();
            foreach (var peer in peers)
            {
                await WarmUpAsync(bench, peer, cancellationToken);
            }

            using var burners = bench.Options.IsBusy ? new Burners() : null;
            for (var round = 0; round < bench.Options.Rounds; round++)
            {
                foreach (var measure in measures)
                {
                    bench.Say($"round {round + 1} of {bench.Options.Rounds}: {measure.Row.Name}");
                    foreach (var peer in InTurn(peers, round).Where(peer => peer.IsRegistry || !measure.NeedsRegistry))
                    {
                        bench.Results.Add(measure.Row, peer.Name, await measure.TakeAsync(peer, cancellationToken));
                    }
                }
            }

            foreach (var peer in peers)
            {
                bench.Results.Add(Rows.LoadedMemory, peer.Name, new Sample(peer.ResidentMiB));
            }
        }
        finally
        {
            foreach (var peer in peers)
            {
                await peer.DisposeAsync();
            }
        }
    }

    // The server after a writer shares the disk with data still being flushed, so the order alternates.
    private static IEnumerable<Peer> InTurn(IReadOnlyList<Peer> peers, int round) =>
        round % 2 == 0 ? peers : peers.Reverse();

    private static IReadOnlyList<IMeasure> Measures(Bench bench, LoadContent content)
    {
        var (wrk, seconds) = (bench.Wrk, bench.Options.Seconds);
        return
        [
            new RequestMeasure(Rows.ManifestGet, wrk, LoadContent.ManifestPath, clients: 32, seconds) { CpuScale = 1e6 },
            new RequestMeasure(Rows.ManifestGetByFew, wrk, LoadContent.ManifestPath, clients: 16, seconds) { CpuScale = 1e6 },
            new RequestMeasure(Rows.ManifestGetAmongMany, wrk, LoadContent.ManifestAmongManyPath, clients: 32, seconds)
            {
                CpuScale = 1e6,
                NeedsRegistry = true,
            },
            new RequestMeasure(Rows.SmallBlobGet, wrk, LoadContent.PathOf(content.Small), clients: 32, seconds) { CpuScale = 1e6 },
            new RequestMeasure(Rows.BlobGet, wrk, LoadContent.PathOf(content.Middle), clients: 8, seconds)
            {
                Length = content.Middle.Bytes.Length,
            },
            new DownloadMeasure(
                Rows.LargeBlobGet, bench.Curl, LoadContent.PathOf(content.Large), content.Large.Bytes.Length, times: 8),
            new UploadMeasure(Rows.LargeBlobPut, bench.Curl, bench.Folder, content.Large.Bytes.Length, times: 3),
            new UploadMeasure(Rows.LargeBlobPatch, bench.Curl, bench.Folder, content.Large.Bytes.Length, times: 3) { IsPatched = true },
            new PushMeasure(Rows.Push, clients: 1, seconds),
            new PushMeasure(Rows.PushAmongMany, clients: 1, seconds, LoadContent.PushedRepository),
            new PushMeasure(Rows.ParallelPush, clients: 8, seconds),
            new RequestMeasure(Rows.TagList, wrk, LoadContent.TagListPath, clients: 4, seconds)
            {
                CpuScale = 1e3,
                NeedsRegistry = true,
            },
        ];
    }

    // The first requests of a server compile code, grow memory and fill caches, which no row measures.
    private static async Task WarmUpAsync(Bench bench, Peer peer, CancellationToken cancellationToken)
    {
        bench.Say($"warming up {peer.Name}");
        await new RequestMeasure(Rows.ManifestGet, bench.Wrk, LoadContent.ManifestPath, clients: 32, seconds: 1)
            .TakeAsync(peer, cancellationToken);
        if (peer.IsRegistry)
        {
            await new PushMeasure(Rows.Push, clients: 1, seconds: 1, "bench/warm").TakeAsync(peer, cancellationToken);
        }
    }
}
