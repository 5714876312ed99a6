#if EXT_SEARCH
using GraphQL;
using Zot.Extensions.Search.Graph;
using Zot.Extensions.Search.Limits;
using Zot.Metadata;
using Zot.Metadata.Queries;
using Zot.Registry;

namespace Zot.Extensions.Search.Queries;

/// <summary>The queries of images.</summary>
internal static class ImageQueries
{
    public static async ValueTask<object?> OfRepositoryAsync(IResolveFieldContext context)
    {
        var query = NewQuery(context, ListOrder.Relevance);
        var name = context.Text("repo");
        if (name.Length == 0)
        {
            return await FindAsync(context, query);
        }

        return RepositoryName.TryParse(name, out var repository)
            ? await FindAsync(context, query with { Repository = repository })
            : Nothing();
    }

    public static ValueTask<object?> OfDigestAsync(IResolveFieldContext context)
    {
        var query = NewQuery(context, ListOrder.Relevance);
        return FindAsync(context, query with { DigestPrefix = context.Text("id") is { Length: > 0 } id ? id : null });
    }

    /// <summary>Returns one image.</summary>
    public static async ValueTask<object?> OneAsync(IResolveFieldContext context)
    {
        var image = context.Text("image");
        var (repository, tag) = Split(image, RepositoryQueries.Unknown);
        var search = context.Search();
        if (!search.MayRead(repository))
        {
            return Blank.Instance;
        }

        if (await FindOneAsync(context, repository, tag) is { } row)
        {
            return new ImageSource(row);
        }

        var repositories = await search.Metadata.FindRepositoriesAsync(
            new RepositoryQuery { Repository = repository, IncludesEmpty = true }, context.CancellationToken);
        throw new ExecutionError(repositories.Total == 0 ? RepositoryQueries.Unknown : $"can't find image: {image}");
    }

    public static async ValueTask<object?> ReferrersAsync(IResolveFieldContext context)
    {
        var (text, search) = (context.Text("digest"), context.Search());
        if (!Digest.TryParse(text, out var digest))
        {
            throw new ExecutionError($"bad digest string from request '{text}'");
        }

        if (!RepositoryName.TryParse(context.Text("repo"), out var repository) || !search.MayRead(repository))
        {
            return Array.Empty<object>();
        }

        var types = context.Texts("type");
        var found = await FindReferrersAsync(context, repository, digest);
        return types.Count == 0 || types.Contains("")
            ? found
            : found.Where(referrer => types.Contains(referrer.ArtifactType)).ToList();
    }

    /// <summary>
    /// Returns the referrers of a manifest, whose annotations are in memory until the response is written.
    /// </summary>
    public static async ValueTask<IReadOnlyList<ManifestRecord>> FindReferrersAsync(
        IResolveFieldContext context, RepositoryName repository, Digest digest)
    {
        var search = context.Search();
        var found = await search.Metadata.FindReferrersAsync(repository, digest, context.CancellationToken);
        search.Budget.AddContent(found.Sum(static referrer => Math.Clamp(referrer.Size, 0, QueryLimits.ContentBytes)));
        return found;
    }

    /// <summary>Returns the image with a tag; <see langword="null"/> if it does not exist.</summary>
    public static async ValueTask<ImageRow?> FindOneAsync(
        IResolveFieldContext context, RepositoryName repository, string tag)
    {
        var found = await context.Search().Metadata.FindImagesAsync(
            new ImageQuery { Repository = repository, Tag = tag }, context.CancellationToken);
        return found.Items is [var row, ..] ? row : null;
    }

    /// <summary>Splits a repository and a tag at the first colon.</summary>
    /// <param name="image">The text.</param>
    /// <param name="unknown">The error for a repository that cannot exist.</param>
    /// <exception cref="ExecutionError">There is no tag, or no such repository.</exception>
    public static (RepositoryName Repository, string Tag) Split(string image, string unknown) =>
        image.IndexOf(':', StringComparison.Ordinal) is var colon && (colon < 0 || colon == image.Length - 1)
            ? throw new ExecutionError("no reference provided")
            : RepositoryName.TryParse(image[..colon], out var repository)
                ? (repository, image[(colon + 1)..])
                : throw new ExecutionError(unknown);

    /// <summary>Returns the query of a page of images that the caller may read.</summary>
    public static ImageQuery NewQuery(IResolveFieldContext context, ListOrder standard) => new()
    {
        Admits = context.Search().Admits,
        Order = context.ImageOrder(standard),
        Page = context.Page(),
    };

    /// <summary>Executes a query.</summary>
    public static async ValueTask<object?> FindAsync(IResolveFieldContext context, ImageQuery query) =>
        PageSource.OfImages(await context.Search().Metadata.FindImagesAsync(query, context.CancellationToken));

    /// <summary>A page without images.</summary>
    public static PageSource Nothing() => PageSource.OfImages(new MetadataPage<ImageRow>([], 0));
}
#endif
