#if EXT_SEARCH
using GraphQL;
using Zot.Extensions.Search.Graph;
using Zot.Extensions.Search.Queries;
using Zot.Metadata.Queries;
using Zot.Registry;

namespace Zot.Extensions.Search.Cves;

/// <summary>The queries of the vulnerabilities of one image, and of images by vulnerability.</summary>
internal static class CveQueries
{
    /// <summary>Returns the vulnerabilities of an image.</summary>
    public static async ValueTask<object?> OfImageAsync(IResolveFieldContext context)
    {
        var search = context.Search();
        search.Cves.Require();
        var selection = new CveSelection(context);
        var image = context.Text("image");
        var (repository, reference, isDigest) = Split(image);
        if (!search.MayRead(repository))
        {
            return Blank.Instance;
        }

        var manifest = isDigest
            ? ParseDigest(image, reference)
            : await FindAsync(context, image, repository, reference);
        var all = await search.Cves.ScanAsync(repository, manifest, context.CancellationToken);
        return selection.List(selection.Select(all), CveSummary.Of(all)) with { Tag = reference };
    }

    /// <summary>Returns the images with a vulnerability.</summary>
    public static async ValueTask<object?> AffectedAsync(IResolveFieldContext context)
    {
        context.Search().Cves.Require();
        var list = new ScannedImages(context, repository: null);
        return await list.ListAsync((row, images) => list.WithAsync(row, images, context.Text("id")));
    }

    /// <summary>Returns the images of a repository in which a vulnerability is fixed.</summary>
    public static async ValueTask<object?> FixedAsync(IResolveFieldContext context)
    {
        var search = context.Search();
        search.Cves.Require();
        if (!RepositoryName.TryParse(context.Text("image"), out var repository))
        {
            throw new ExecutionError(RepositoryQueries.Unknown);
        }

        var list = new ScannedImages(context, repository);
        if (!search.MayRead(repository))
        {
            return ImageQueries.Nothing();
        }

        await RequireAsync(context, repository);
        var id = context.Text("id");
        var earliest = await list.FindEarliestAsync(id);
        return await list.ListAsync((row, images) => list.FixedAsync(row, images, id, earliest));
    }

    /// <summary>Rejects a query of a repository that does not exist.</summary>
    /// <exception cref="ExecutionError">It does not exist.</exception>
    private static async ValueTask RequireAsync(IResolveFieldContext context, RepositoryName repository)
    {
        var found = await context.Search().Metadata.FindRepositoriesAsync(
            new RepositoryQuery { Repository = repository, IncludesEmpty = true }, context.CancellationToken);
        if (found.Total == 0)
        {
            throw new ExecutionError(RepositoryQueries.Unknown);
        }
    }

    private static (RepositoryName Repository, string Reference, bool IsDigest) Split(string image)
    {
        var at = image.IndexOf('@', StringComparison.Ordinal);
        if (at < 0)
        {
            var (name, tag) = ImageQueries.Split(image, RepositoryQueries.Unknown);
            return (name, tag, false);
        }

        return RepositoryName.TryParse(image[..at], out var repository)
            ? (repository, image[(at + 1)..], true)
            : throw new ExecutionError(RepositoryQueries.Unknown);
    }

    private static Digest ParseDigest(string image, string reference) =>
        reference.Length == 0 ? throw new ExecutionError("no reference provided")
        : Digest.TryParse(reference, out var digest) ? digest
        : throw new ExecutionError($"can't find image: {image}");

    private static async ValueTask<Digest> FindAsync(
        IResolveFieldContext context, string image, RepositoryName repository, string tag)
    {
        if (await ImageQueries.FindOneAsync(context, repository, tag) is { } row)
        {
            return row.Manifest.Digest;
        }

        await RequireAsync(context, repository);
        throw new ExecutionError($"can't find image: {image}");
    }
}
#endif
