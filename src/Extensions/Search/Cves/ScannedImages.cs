#if EXT_SEARCH
using GraphQL;
using Zot.Extensions.Search.Graph;
using Zot.Extensions.Search.Queries;
using Zot.Hosting.Vulnerabilities;
using Zot.Metadata;
using Zot.Metadata.Queries;
using Zot.Registry;

namespace Zot.Extensions.Search.Cves;

/// <summary>Scans the images that a query selects, and lists those that remain.</summary>
internal sealed class ScannedImages
{
    // The rows that are in memory at once, besides the page of the response.
    private const int BatchLength = 500;

    private readonly IResolveFieldContext _context;
    private readonly SearchContext _search;
    private readonly ImageQuery _query;

    /// <summary>Reads and checks the arguments.</summary>
    /// <exception cref="ExecutionError">One of them is invalid.</exception>
    public ScannedImages(IResolveFieldContext context, RepositoryName? repository)
    {
        var filter = context.Input("filter");
        (_context, _search) = (context, context.Search());
        _query = ImageQueries.NewQuery(context, ListOrder.Updated) with
        {
            Repository = repository,
            Platform = filter.Platforms(),
            IsSigned = filter.Flag("HasToBeSigned") ?? false,
        };
    }

    /// <summary>Returns the requested page of the images that remain.</summary>
    /// <param name="reduceAsync">Returns the images of a tag that remain.</param>
    public async ValueTask<PageSource> ListAsync(
        Func<ImageRow, IReadOnlyList<ManifestRecord>, ValueTask<List<ManifestRecord>>> reduceAsync)
    {
        List<ImageRow> page = [];
        var total = 0;
        await foreach (var row in EnumerateAsync(_query))
        {
            var images = await reduceAsync(row, row.Images);
            if (images.Count == 0
                || (_query.Platform is { } platform
                    && !images.Exists(image => platform.Matches(image.Platform ?? new ImagePlatform("", "")))))
            {
                continue;
            }

            if (total >= _query.Page.Offset && page.Count < _query.Page.Count)
            {
                page.Add(row with { Images = images });
            }

            total++;
        }

        return PageSource.OfImages(new MetadataPage<ImageRow>(page, total));
    }

    /// <summary>
    /// Returns the images of a tag that have a vulnerability; those that cannot be scanned have none.
    /// </summary>
    public async ValueTask<List<ManifestRecord>> WithAsync(
        ImageRow row, IReadOnlyList<ManifestRecord> images, string id)
    {
        List<ManifestRecord> affected = [];
        foreach (var image in images)
        {
            if (await ScanAsync(row, image) is { } found && Has(found, id))
            {
                affected.Add(image);
            }
        }

        return affected;
    }

    /// <summary>Returns the images of a tag in which a vulnerability is fixed.</summary>
    /// <param name="row">The tag.</param>
    /// <param name="images">Its images.</param>
    /// <param name="id">The vulnerability.</param>
    /// <param name="earliest">
    /// The time of the earliest image with it; <see langword="null"/> without any, in which case it counts as fixed in
    /// all.
    /// </param>
    public async ValueTask<List<ManifestRecord>> FixedAsync(
        ImageRow row, IReadOnlyList<ManifestRecord> images, string id, DateTimeOffset? earliest)
    {
        List<ManifestRecord> remaining = [];
        foreach (var image in images.Where(IsContainer))
        {
            if (earliest is null || (TimeOf(image) >= earliest && !await IsVulnerableAsync(row, image, id)))
            {
                remaining.Add(image);
            }
        }

        return remaining;
    }

    /// <summary>
    /// Returns the time of the earliest image of the repository that has a vulnerability, or cannot be scanned.
    /// </summary>
    public async ValueTask<DateTimeOffset?> FindEarliestAsync(string id)
    {
        DateTimeOffset? earliest = null;
        await foreach (var row in EnumerateAsync(new ImageQuery { Repository = _query.Repository }))
        {
            foreach (var image in row.Images.Where(IsContainer))
            {
                if ((earliest is null || TimeOf(image) < earliest) && await IsVulnerableAsync(row, image, id))
                {
                    earliest = TimeOf(image);
                }
            }
        }

        return earliest;
    }

    private static bool Has(IReadOnlyList<Cve> cves, string id) => cves.Any(cve => cve.Id == id);

    private static DateTimeOffset TimeOf(ManifestRecord image) => image.Updated ?? DateTimeOffset.MinValue;

    // Of an artifact, this is the declared type: it is not a container, whatever its configuration is.
    private static bool IsContainer(ManifestRecord image) =>
        image.ArtifactType is MediaTypes.OciConfig or MediaTypes.DockerConfig;

    private ValueTask<IReadOnlyList<Cve>?> ScanAsync(ImageRow row, ManifestRecord image) =>
        _search.Cves.TryScanAsync(row.Repository, image.Digest, _context.CancellationToken);

    private async ValueTask<bool> IsVulnerableAsync(ImageRow row, ManifestRecord image, string id) =>
        await ScanAsync(row, image) is not { } found || Has(found, id);

    private async IAsyncEnumerable<ImageRow> EnumerateAsync(ImageQuery query)
    {
        for (var offset = 0; ; offset += BatchLength)
        {
            var batch = await _search.Metadata.FindImagesAsync(
                query with { Page = new PageRequest(offset, BatchLength) }, _context.CancellationToken);
            foreach (var row in batch.Items)
            {
                yield return row;
            }

            if (batch.Items.Count < BatchLength)
            {
                yield break;
            }
        }
    }
}
#endif
