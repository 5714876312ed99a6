using Zot.Benchmarks.Comparison;

namespace Zot.Benchmarks.Scale;

/// <summary>All rows of the table, in order.</summary>
internal sealed class ScaleRows
{
    internal const string Few = "few";
    internal const string Tenth = "a tenth";
    internal const string All = "all";
    internal const string TenthWithQuotas = "a tenth and quotas";
    internal const string AllWithQuotas = "all and quotas";
    internal const string TenthWithoutSearch = "a tenth, no search";
    internal const string Quiet = "no sweep";
    internal const string Sweeping = "in sweeps";

    internal static readonly Row Push = new("push of an image, p50", "ms");
    internal static readonly Row PushTail = new("push of an image, p99", "ms");
    internal static readonly Row NewPush = new("push into a new repository, p50", "ms");
    internal static readonly Row NewPushTail = new("push into a new repository, p99", "ms");
    internal static readonly Row ParallelPush = new("pushes by 8 clients, time of one", "ms");
    internal static readonly Row Pull = new("pull from the same repositories, p50", "ms");
    internal static readonly Row PullTail = new("pull from the same repositories, p99", "ms");
    internal static readonly Row PullAnywhere = new("pull from any repository, p50", "ms");
    internal static readonly Row FirstCatalog = new("the first catalog after a start", "ms");
    internal static readonly Row Catalog = new("catalog, n=100, p50", "ms");
    internal static readonly Row CatalogTail = new("catalog, n=100, slowest", "ms");
    internal static readonly Row LongCatalog = new("catalog, n=1000, p50", "ms");
    internal static readonly Row Tags = new("tags of a repository with few, p50", "ms");
    internal static readonly Row ManyTags = new("tags of one with many, p50", "ms");
    internal static readonly Row TagsPage = new("tags of one with many, n=100, p50", "ms");
    internal static readonly Row SearchPush = new("push of an image with search, p50", "ms");
    internal static readonly Row SearchMemory = new("memory after searches, RSS", "MiB");
    internal static readonly Row QuotaPush = new("push with quotas, p50", "ms");
    internal static readonly Row QuotaPushTail = new("push with quotas, p99", "ms");
    internal static readonly Row FirstSweep = new("first sweep", "s");
    internal static readonly Row FirstSweepEach = new("first sweep, each repository", "ms");
    internal static readonly Row NextSweep = new("sweep with nothing changed", "s");
    internal static readonly Row NextSweepEach = new("the same, each repository", "ms");
    internal static readonly Row SweptPull = new("pull from any repository, p50", "ms");
    internal static readonly Row SweptPullTail = new("pull from any repository, p99", "ms");
    internal static readonly Row IdleMemory = new("memory after the start, RSS", "MiB");
    internal static readonly Row IdleShare = new("memory after the start, PSS", "MiB");
    internal static readonly Row UsedMemory = new("memory after pushes and pulls, RSS", "MiB");
    internal static readonly Row SweptMemory = new("memory after sweeps, RSS", "MiB");
    internal static readonly Row SweptShare = new("memory after sweeps, PSS", "MiB");

    internal ScaleRows(ScaleOptions options)
    {
        var start = options.Repositories > 10_000 ? 1.5 : 1.3;
        Starts = new StartRows("", start);
        IndexedStarts = new StartRows(", index", start);
        Lines =
        [
            .. Starts.Lines, .. IndexedStarts.Lines,
            new(Push, Few, All, 1.2), new(PushTail, Few, All), new(NewPush, Few, All, 1.2), new(NewPushTail, Few, All),
            new(ParallelPush, Few, All, 1.2),
            new(Pull, Few, All, 1.2), new(PullTail, Few, All), new(PullAnywhere, Few, All),
            new(FirstCatalog, Tenth, All), new(Catalog, Tenth, All, 1.2), new(CatalogTail, Tenth, All), new(LongCatalog, Tenth, All, 1.2),
            new(Tags, Few, All, 1.2), new(ManyTags, Few, All, 1.2), new(TagsPage, Few, All, 1.2),
            .. SearchPhase.Lines, new(SearchPush, TenthWithoutSearch, Tenth, 1.05), new(SearchMemory, Tenth, All),
            new(QuotaPush, Tenth, TenthWithQuotas), new(QuotaPushTail, Tenth, TenthWithQuotas),
            new(QuotaPush, TenthWithQuotas, AllWithQuotas, 1.2), new(QuotaPushTail, TenthWithQuotas, AllWithQuotas),
            new(FirstSweep, Tenth, All), new(FirstSweepEach, Tenth, All, 1.2), new(NextSweep, Tenth, All), new(NextSweepEach, Tenth, All, 1.2),
            new(SweptPull, Quiet, Sweeping), new(SweptPullTail, Quiet, Sweeping, 1.2),
            new(IdleMemory, Few, All), new(IdleShare, Few, All), new(UsedMemory, Few, All), new(SweptMemory, Tenth, All), new(SweptShare, Tenth, All),
        ];
    }

    /// <summary>The rows of starts without the metadata index.</summary>
    internal StartRows Starts { get; }

    /// <summary>The rows of starts with a complete metadata index.</summary>
    internal StartRows IndexedStarts { get; }

    internal IReadOnlyList<ScaleRow> Lines { get; }
}
