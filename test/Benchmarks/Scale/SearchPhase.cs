using Zot.Benchmarks.Comparison;

namespace Zot.Benchmarks.Scale;

/// <summary>Measures queries of the search extension, and what it costs a push.</summary>
internal static class SearchPhase
{
    private const int Queries = 100;
    private const string Image = "RepoName Tag Digest LastUpdated Size Manifests{Digest Platform{Os Arch} Size}";
    private const string Repository =
        "Name LastUpdated Size Platforms{Os Arch} IsStarred NewestImage{Tag IsSigned Vendor} StarCount DownloadCount";

    // As the pages of zot and its command line send them.
    private static readonly (string Name, string Query)[] Measured =
    [
        ("home page", List("GlobalSearch(query:\"\",requestedPage:{limit:9 sortBy:UPDATE_TIME})", "Repos", Repository)),
        ("repositories by a rare text", List($"GlobalSearch(query:\"{DataSet.LargeRepository}\")", "Repos", Repository)),
        ("repositories by a text in all", List("GlobalSearch(query:\"a\",requestedPage:{limit:9})", "Repos", Repository)),
        ("tags by a part", List("GlobalSearch(query:\":99\",requestedPage:{limit:9})", "Images", Image)),
        ("newest images", List("RepoListWithNewestImage(requestedPage:{limit:20 offset:20})", "Results", Repository)),
        ("one repository", $"{{ExpandedRepoInfo(repo:\"{DataSet.Common[0]}\"){{Images{{{Image}}} Summary{{{Repository}}}}}}}"),
        ("all images", List("ImageList(repo:\"\",requestedPage:{limit:20 offset:1000})", "Results", Image)),
        ("derived images", List($"DerivedImageList(image:\"{DataSet.Common[0]}:{DataSet.TagOf(0)}\")", "Results", Image)),
    ];

    /// <summary>The rows of the queries.</summary>
    internal static IEnumerable<ScaleRow> Lines => Measured.SelectMany(static one => new ScaleRow[]
    {
        new(Middle(one.Name), ScaleRows.Tenth, ScaleRows.All, 1.5), new(Tail(one.Name), ScaleRows.Tenth, ScaleRows.All),
    });

    internal static async Task RunAsync(ScaleBench bench, CancellationToken cancellationToken)
    {
        if (bench.Options.Only is not ScalePart.Search)
        {
            bench.Say("search is measured with --only Search, and a binary that has it");
            return;
        }

        await using var servers = new Servers();
        foreach (var side in new[] { ScaleRows.Tenth, ScaleRows.All })
        {
            bench.Say($"{side}: starting, and reading the content into the index");
            await servers.StartAsync(bench.CreatePeer(side, new ScaleSettings { HasSearch = true }), cancellationToken);
        }

        await QueryAsync(bench, new Turns(servers.All), cancellationToken);
        foreach (var (peer, _) in servers.All)
        {
            bench.Results.Add(ScaleRows.SearchMemory, peer.Name, new Sample(peer.ResidentMiB));
        }

        await servers.StartAsync(bench.CreatePeer(ScaleRows.TenthWithoutSearch, new ScaleSettings()), cancellationToken);
        await PushAsync(bench, new Turns([servers.All[0], servers.All[2]]), cancellationToken);
    }

    private static async Task QueryAsync(ScaleBench bench, Turns turns, CancellationToken cancellationToken)
    {
        var results = new Results();
        for (var round = 0; round <= bench.Options.Rounds; round++)
        {
            bench.Say($"queries, {(round == 0 ? "to become warm" : $"round {round} of {bench.Options.Rounds}")}");
            foreach (var (name, query) in Measured)
            {
                var path = $"v2/_zot/ext/search?query={Uri.EscapeDataString(query)}";
                var times = await turns.TakeAsync(Queries, (_, client, _) => client.GetAsync(path, cancellationToken));
                turns.Note(results, Middle(name), times, 0.5);
                turns.Note(results, Tail(name), times, 0.99);
            }

            results = bench.Results;
        }
    }

    private static async Task PushAsync(ScaleBench bench, Turns turns, CancellationToken cancellationToken)
    {
        await ServePhase.PushAsync(turns, "warm-s", bench.Options.Pushes / 4, cancellationToken);
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            bench.Say($"pushes with search, round {round + 1} of {bench.Options.Rounds}");
            turns.Note(
                bench.Results, ScaleRows.SearchPush,
                await ServePhase.PushAsync(turns, $"s{round}", bench.Options.Pushes, cancellationToken), 0.5);
        }
    }

    private static string List(string query, string member, string fields) =>
        $"{{{query}{{Page{{TotalCount}} {member}{{{fields}}}}}}}";

    private static Row Middle(string name) => new($"search: {name}, p50", "ms");

    private static Row Tail(string name) => new($"search: {name}, p99", "ms");
}
