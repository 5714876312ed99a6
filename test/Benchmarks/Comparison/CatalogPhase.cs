using System.Diagnostics;
using System.Globalization;
using Zot.Benchmarks.Content;
using Zot.Benchmarks.Load;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Comparison;

/// <summary>Measures start-up and catalog with many repositories.</summary>
internal static class CatalogPhase
{
    internal static async Task RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var peers = bench.CreatePeers("catalog").Where(peer => peer.IsRegistry).ToList();
        bench.Say($"writing {bench.Options.Many} repositories");
        Write(peers, bench.Options.Many);
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            bench.Say($"catalog, round {round + 1} of {bench.Options.Rounds}");
            foreach (var peer in peers)
            {
                await using (peer)
                {
                    await MeasureAsync(bench, peer, cancellationToken);
                }
            }
        }
    }

    private static void Write(IReadOnlyList<Peer> peers, int many)
    {
        var image = Image.Unique(layerLength: 1024);
        var storages = peers.Select(peer => StorageFiles.For(peer)).ToList();

        // The first repository is written alone, since it stores the content that all repositories share.
        var names = Enumerable.Range(0, many)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"team{number % 100:00}/app{number:00000}"))
            .ToList();
        storages.ForEach(storage => storage.Write(names[0], [("v1", image)]));
        Parallel.ForEach(names.Skip(1), name => storages.ForEach(storage => storage.Write(name, [("v1", image)])));
    }

    private static async Task MeasureAsync(Bench bench, Peer peer, CancellationToken cancellationToken)
    {
        var start = await peer.StartAsync(cancellationToken);
        var cpu = peer.CpuSeconds;
        bench.Results.Add(Rows.StartWithMany, peer.Name, new Sample(start.TotalMilliseconds, cpu * 1000));

        using var client = new RegistryClient(peer.Address);
        await ExpectAllAsync(client, bench.Options.Many, cancellationToken);
        var (clock, walks) = (Stopwatch.StartNew(), 0);
        cpu = peer.CpuSeconds;
        while (walks == 0 || clock.Elapsed.TotalSeconds < bench.Options.Seconds)
        {
            await ExpectAllAsync(client, bench.Options.Many, cancellationToken);
            walks++;
        }

        bench.Results.Add(
            Rows.Catalog,
            peer.Name,
            new Sample(walks / clock.Elapsed.TotalSeconds, (peer.CpuSeconds - cpu) / walks * 1000));
    }

    private static async Task ExpectAllAsync(RegistryClient client, int many, CancellationToken cancellationToken)
    {
        var count = await client.CountRepositoriesAsync(cancellationToken);
        if (count != many)
        {
            throw new BenchmarkException($"a catalog lists {count} repositories, not {many}");
        }
    }
}
