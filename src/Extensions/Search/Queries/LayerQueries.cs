#if EXT_SEARCH
using GraphQL;
using Zot.Extensions.Search.Graph;
using Zot.Metadata;
using Zot.Metadata.Queries;

namespace Zot.Extensions.Search.Queries;

/// <summary>The queries of images that share their first layers.</summary>
internal static class LayerQueries
{
    private const int MaxReferences = 100;

    public static ValueTask<object?> DerivedAsync(IResolveFieldContext context) =>
        FindAsync(context, static (query, reference) => query with { DerivedFrom = reference });

    public static ValueTask<object?> BaseAsync(IResolveFieldContext context) =>
        FindAsync(context, static (query, reference) => query with { BaseOf = reference });

    private static async ValueTask<object?> FindAsync(
        IResolveFieldContext context, Func<ImageQuery, ManifestRecord, ImageQuery> select)
    {
        const string unknown = "repository not found";
        var query = ImageQueries.NewQuery(context, ListOrder.Updated);
        var (repository, tag) = ImageQueries.Split(context.Text("image"), unknown);
        if (!context.Search().MayRead(repository))
        {
            return ImageQueries.Nothing();
        }

        var row = await ImageQueries.FindOneAsync(context, repository, tag) ?? throw new ExecutionError(unknown);
        var digest = context.Text("digest");
        var references = row.Images
            .Where(image => image.Layers.Count > 0 && (digest.Length == 0 || image.Digest.ToString() == digest))
            .DistinctBy(static image => image.Digest)
            .ToList();
        return references switch
        {
            [] => ImageQueries.Nothing(),
            [var one] => await ImageQueries.FindAsync(context, select(query, one)),
            { Count: > MaxReferences } => throw new ExecutionError(
                $"the index has more than {MaxReferences} images: the digest of one of them is needed"),
            _ => await FindAnyAsync(context, query, references.ConvertAll(reference => select(query, reference))),
        };
    }

    private static async ValueTask<object?> FindAnyAsync(
        IResolveFieldContext context, ImageQuery query, IReadOnlyList<ImageQuery> queries)
    {
        Dictionary<(string Repository, string Tag), ImageRow> rows = [];
        foreach (var each in queries)
        {
            var found = await context.Search().Metadata.FindImagesAsync(
                each with { Page = PageSource.Whole }, context.CancellationToken);
            PageSource.Check(found);
            foreach (var row in found.Items)
            {
                var key = (row.Repository.ToString(), row.Tag.Tag);
                rows[key] = rows.TryGetValue(key, out var known) ? Merge(known, row) : row;
            }
        }

        var page = Sort(rows.Values, query.Order).Skip(query.Page.Offset).Take(query.Page.Count).ToList();
        return PageSource.OfImages(new MetadataPage<ImageRow>(page, rows.Count));
    }

    private static ImageRow Merge(ImageRow one, ImageRow other) => one with
    {
        Images = [.. one.Images.Concat(other.Images).DistinctBy(static image => image.Digest)],
        Statistics = one.Statistics.Concat(other.Statistics)
            .DistinctBy(static pair => pair.Key).ToDictionary(static pair => pair.Key, static pair => pair.Value),
        Signatures = one.Images.Select(static image => image.Digest).Append(one.Manifest.Digest).Distinct()
            .SelectMany(digest => one.Signatures[digest].Select(signature => (digest, signature)))
            .Concat(other.Images.Select(
                static image => image.Digest).Distinct().Where(digest => !one.Signatures.Contains(digest))
                .SelectMany(digest => other.Signatures[digest].Select(signature => (digest, signature))))
            .ToLookup(static pair => pair.digest, static pair => pair.signature),
    };

    private static IEnumerable<ImageRow> Sort(IEnumerable<ImageRow> rows, ListOrder order)
    {
        var byName = rows
            .OrderBy(static row => row.Repository.ToString(), StringComparer.Ordinal)
            .ThenBy(static row => row.Tag.Tag, StringComparer.Ordinal);
        return order switch
        {
            ListOrder.Updated => byName.OrderByDescending(static row => row.Updated),
            ListOrder.Downloads =>
                byName.OrderByDescending(static row => row.StatisticsOf(row.Manifest.Digest).Downloads),
            ListOrder.NameDescending => byName.Reverse(),
            _ => byName,
        };
    }
}
#endif
