namespace Zot.Core.Tests.Zli;

/// <summary>Results of introspections.</summary>
internal static class SchemaText
{
    private static readonly string[] Queries =
    [
        "CVEListForImage image requestedPage searchedCVE excludedCVE severity",
        "CVEDiffListForImages minuend subtrahend requestedPage searchedCVE excludedCVE",
        "ImageListForCVE id filter requestedPage",
        "ImageListWithCVEFixed id image filter requestedPage",
        "ImageListForDigest id requestedPage",
        "ImageList repo requestedPage",
        "DerivedImageList image digest requestedPage",
        "BaseImageList image digest requestedPage",
        "Referrers repo digest type",
        "GlobalSearch query filter requestedPage",
    ];

    private static readonly string[] Types =
        ["PaginatedImagesResult", "CVEResultForImage", "CVEDiffResult", "Referrer", "GlobalSearchResult", "ImageSummary"];

    /// <summary>The schema of zot 2.1.20, as far as it matters.</summary>
    public static string Zot { get; } = Create(Queries, Types);

    /// <summary>Returns a schema.</summary>
    /// <param name="queries">The queries: the name, and the names of the arguments.</param>
    /// <param name="types">The names of the types.</param>
    public static string Create(IEnumerable<string> queries, IEnumerable<string> types)
    {
        var fields = queries.Select(static query => query.Split(' ')).Select(static parts =>
            $$"""{"name":"{{parts[0]}}","args":[{{string.Join(',', parts.Skip(1).Select(static name => $$"""{"name":"{{name}}"}"""))}}]}""");
        var named = types.Select(static name => $$"""{"name":"{{name}}","fields":null}""");
        return "{\"data\":{\"__schema\":{\"queryType\":{\"fields\":[" + string.Join(',', fields) + "],\"__typename\":\"__Type\"},\"types\":["
            + string.Join(',', named) + "]}}}";
    }
}
