#if EXT_SEARCH
using GraphQL;
using Zot.Extensions.Search.Graph;
using Zot.Extensions.Search.Queries;
using Zot.Hosting.Vulnerabilities;
using Zot.Metadata;
using Zot.Metadata.Queries;
using Zot.Registry;

namespace Zot.Extensions.Search.Cves;

/// <summary>The vulnerabilities of an image that another one does not have.</summary>
internal static class CveDifference
{
    private const string NotFound = "image not found";

    public static async ValueTask<object?> FindAsync(IResolveFieldContext context)
    {
        context.Search().Cves.Require();
        var selection = new CveSelection(context);
        var (input, other) = (ImageInput.Read(context.Input("minuend")), ImageInput.Read(context.Input("subtrahend")));
        var minuend = await ResolveAsync(context, "minuend", input);
        var subtrahend = other.Repository.Length > 0
            ? await ResolveAsync(context, "subtrahend", other)
            : await FindBaseAsync(context, minuend) ?? throw Error("subtrahend", other, "no reference provided");
        var found = selection.Select(await ScanAsync(context, "minuend", input, minuend));
        var known = selection.Select(await ScanAsync(context, "subtrahend", other, subtrahend))
            .Select(static cve => cve.Id).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<Cve> difference = [.. found.Where(cve => !known.Contains(cve.Id))];
        var summary = difference.Count == 0 ? CveSummary.Blank : CveSummary.Of(difference);
        return selection.List(difference, summary) with { Minuend = minuend, Subtrahend = subtrahend };
    }

    private static ExecutionError Error(string role, ImageInput input, string message) =>
        new($"{role} image {input}: {message}");

    private static async ValueTask<ComparedImage> ResolveAsync(
        IResolveFieldContext context, string role, ImageInput input)
    {
        if (input.Repository.Length == 0 || input.Tag.Length == 0)
        {
            throw Error(role, input, input.Repository.Length == 0
                ? "repo name can't be empty string"
                : "tag can't be empty string");
        }

        if (!RepositoryName.TryParse(input.Repository, out var repository))
        {
            throw Error(role, input, NotFound);
        }

        if (!context.Search().MayRead(repository))
        {
            // As of a blank object, whose images are null: it does not depend on whether the repository exists.
            throw new ExecutionError("the requested element is null which the schema does not allow");
        }

        var row = await ImageQueries.FindOneAsync(context, repository, input.Tag) ?? throw Error(role, input, NotFound);
        return new ComparedImage(repository, input.Tag, row.Manifest.IsImage ? row.Manifest : Choose(row, role, input));
    }

    private static ManifestRecord Choose(ImageRow row, string role, ImageInput input)
    {
        if (input.Digest.Length == 0 && (input.Os.Length == 0 || input.Architecture.Length == 0))
        {
            throw Error(role, input, "input is not specific enough: platform or specific manifest digest needed");
        }

        var platform = new PlatformFilter([input.Os], [input.Architecture]);
        return row.Images.FirstOrDefault(image => input.Digest.Length > 0
                ? image.Digest.ToString() == input.Digest
                : platform.Matches(image.Platform ?? new ImagePlatform("", "")))
            ?? throw Error(role, input, NotFound);
    }

    // The image of the same repository that has most layers in common, and no others.
    private static async ValueTask<ComparedImage?> FindBaseAsync(IResolveFieldContext context, ComparedImage minuend)
    {
        var layers = minuend.Manifest.Layers.Select(static layer => layer.Digest).ToHashSet();
        var found = await context.Search().Metadata.FindImagesAsync(
            new ImageQuery { Repository = minuend.Repository, Page = PageSource.Whole }, context.CancellationToken);
        PageSource.Check(found);
        return found.Items
            .SelectMany(static row => row.Images.Select(image => new ComparedImage(row.Repository, row.Tag.Tag, image)))
            .Where(one => one.Manifest.Digest != minuend.Manifest.Digest && one.Manifest.Layers.Count > 0
                && one.Manifest.Layers.All(layer => layers.Contains(layer.Digest)))
            .MaxBy(static one => one.Manifest.Layers.DistinctBy(static layer => layer.Digest).Count());
    }

    private static async ValueTask<IReadOnlyList<Cve>> ScanAsync(
        IResolveFieldContext context, string role, ImageInput input, ComparedImage image)
    {
        try
        {
            return await context.Search().Cves.ScanAsync(
                image.Repository, image.Manifest.Digest, context.CancellationToken);
        }
        catch (ExecutionError failure)
        {
            throw Error(role, input, failure.Message);
        }
    }
}
#endif
