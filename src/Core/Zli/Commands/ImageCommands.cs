using System.CommandLine;
using Zot.Zli.Distribution;
using Zot.Zli.Output;
using Zot.Zli.Queries;

namespace Zot.Zli.Commands;

/// <summary><c>zli image</c>: lists images.</summary>
internal static class ImageCommands
{
    private const string Reference = "repo:tag|repo@digest";

    /// <summary>Creates the commands.</summary>
    public static Command Create(ZliEnvironment environment)
    {
        var options = new ConnectionOptions();
        var group = new Command("image", "List images.");
        options.AddTo(group, hasFormat: true, hasDetails: true);
        foreach (var command in All())
        {
            group.Add(command.Create(options, environment));
        }

        CommandGroup.Complete(group);
        return group;
    }

    /// <summary>Lists all images.</summary>
    public static async Task ListAsync(QueryCall call) =>
        await call.Results.WriteImagesAsync(await ListRepositoryAsync(call, ""));

    private static IEnumerable<QueryCommand> All()
    {
        yield return new QueryCommand("list", "List all images.", ListOrFallBackAsync)
        {
            Sorting = SortOptions.Images(),
        };
        yield return new QueryCommand("name", "List the images of a repository, or one of them.", NameAsync)
        {
            Usage = "repo[:tag]",
            Count = ArgumentCount.One,
            Check = static arguments => ImageName.Parse(arguments[0]),
            Sorting = SortOptions.Images(),
        };
        yield return new QueryCommand(
            "digest", "List the images with a manifest, configuration or layer of this digest.", DigestAsync)
        {
            Usage = "digest|prefix",
            Count = ArgumentCount.One,
            Sorting = SortOptions.Images(),
        };
        yield return OfImage("base", "List the images on which an image is based.", SearchQueries.BaseImageList);
        yield return OfImage("derived", "List the images that are based on an image.", SearchQueries.DerivedImageList);
        yield return CveCommands.OfImage("cve", "List the vulnerabilities of an image.", nameInError: null);
    }

    private static QueryCommand OfImage(string name, string description, SearchQuery query) =>
        new(name, description, call => RelatedAsync(call, query))
        {
            Usage = Reference,
            Count = ArgumentCount.One,
            Check = static arguments => ImageName.ParseReference(arguments[0]),
            Sorting = SortOptions.Images(),
        };

    private static async Task ListOrFallBackAsync(QueryCall call)
    {
        if (await call.IsSupportedAsync(SearchQueries.ImageList))
        {
            await ListAsync(call);
            return;
        }

        await WriteAsync(call, images => images.ListAllAsync(call.Order, call.Stop));
    }

    private static async Task NameAsync(QueryCall call)
    {
        var name = ImageName.Parse(call.Arguments[0]);
        if (await call.IsSupportedAsync(SearchQueries.ImageList))
        {
            var images = await ListRepositoryAsync(call, name.Repository);
            await call.Results.WriteImagesAsync([.. images.Where(image =>
                (name.Tag.Length == 0 || image.Text("tag") == name.Tag)
                && (name.Digest.Length == 0 || image.Text("digest") == name.Digest))]);
            return;
        }

        var wanted = name.Tag.Length > 0 ? name.Tag : null;
        await WriteAsync(call, images => images.ListAsync(name.Repository, wanted, call.Order, call.Stop), name.Digest);
    }

    private static async Task DigestAsync(QueryCall call)
    {
        await call.RequireAsync(SearchQueries.ImageListForDigest);
        await call.Results.WriteImagesAsync(await call.QueryImagesAsync(
            SearchQueries.ImageListForDigest,
            ("id", SearchQuery.Quote(call.Arguments[0])),
            ("requestedPage", call.Order.Page)));
    }

    private static async Task RelatedAsync(QueryCall call, SearchQuery query)
    {
        await call.RequireAsync(query);
        await call.Results.WriteImagesAsync(await call.QueryImagesAsync(
            query, ("image", SearchQuery.Quote(call.Arguments[0])), ("requestedPage", call.Order.Page)));
    }

    private static Task<List<Entry>> ListRepositoryAsync(QueryCall call, string repository) => call.QueryImagesAsync(
        SearchQueries.ImageList, ("repo", SearchQuery.Quote(repository)), ("requestedPage", call.Order.Page));

    private static async Task WriteAsync(QueryCall call, Func<ImageLister, Task<FoundImages>> list, string digest = "")
    {
        var lister = new ImageLister(call.Distribution, call.Environment.Time);
        var found = await call.WaitAsync(() => list(lister));
        await call.Results.WriteImagesAsync(
            [.. found.Images.Where(image => digest.Length == 0 || image.Text("digest") == digest)]);
        found.ThrowIfAnyFailed();
    }
}
