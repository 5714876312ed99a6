using System.Diagnostics;
using Zot.Benchmarks.Comparison;

namespace Zot.Benchmarks.Scale;

/// <summary>Measures pages of the catalog and of tags.</summary>
internal static class ListPhase
{
    private const int Lists = 200;

    internal static async Task RunAsync(ScaleBench bench, CancellationToken cancellationToken)
    {
        await using var servers = new Servers();
        foreach (var side in new[] { ScaleRows.Few, ScaleRows.Tenth, ScaleRows.All })
        {
            bench.Say($"{side}: starting, for lists");
            await servers.StartAsync(bench.CreatePeer(side, new ScaleSettings { HasIndex = true }), cancellationToken);
            var start = Stopwatch.GetTimestamp();
            await servers.All[^1].Client.GetAsync("v2/_catalog?n=100", cancellationToken);
            bench.Results.Add(ScaleRows.FirstCatalog, side, new Sample(Stopwatch.GetElapsedTime(start).TotalMilliseconds));
        }

        var turns = new Turns(servers.All);
        var results = new Results();
        for (var round = 0; round <= bench.Options.Rounds; round++)
        {
            bench.Say($"lists, {(round == 0 ? "to become warm" : $"round {round} of {bench.Options.Rounds}")}");
            await MeasureAsync(ScaleRows.Catalog, CatalogOf, ScaleRows.CatalogTail);
            await MeasureAsync(ScaleRows.LongCatalog, static _ => "v2/_catalog?n=1000");
            await MeasureAsync(ScaleRows.Tags, static number => $"v2/{DataSet.Common[number % DataSet.Common.Count]}/tags/list");
            await MeasureAsync(ScaleRows.ManyTags, static _ => $"v2/{DataSet.LargeRepository}/tags/list");
            await MeasureAsync(ScaleRows.TagsPage, static number => $"v2/{DataSet.LargeRepository}/tags/list?n=100&last={DataSet.TagOf(number)}");
            results = bench.Results;
        }

        async Task MeasureAsync(Row row, Func<int, string> path, Row? slowest = null)
        {
            var times = await turns.TakeAsync(Lists, (_, client, number) => client.GetAsync(path(number), cancellationToken));
            turns.Note(results, row, times, 0.5);
            if (slowest is not null)
            {
                turns.Note(results, slowest, times, 1);
            }
        }
    }

    // The first page, and one in the middle, with the same number of names after it on each side.
    private static string CatalogOf(int number) => number % 2 == 0 ? "v2/_catalog?n=100" : "v2/_catalog?n=100&last=team20/app";
}
