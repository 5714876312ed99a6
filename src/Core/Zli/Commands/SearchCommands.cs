using System.CommandLine;
using System.Text.Json;
using Zot.Zli.Output;
using Zot.Zli.Queries;
using Zot.Zli.Server;

namespace Zot.Zli.Commands;

/// <summary><c>zli search</c>: searches for repositories, images and referrers.</summary>
internal static class SearchCommands
{
    // Lists all images in place of a search.
    private const string Everything = ":";

    /// <summary>Creates the commands.</summary>
    public static Command Create(ZliEnvironment environment)
    {
        var options = new ConnectionOptions();
        var group = new Command("search", "Search for repositories, images and referrers.");
        options.AddTo(group, hasFormat: true, hasDetails: true);
        var query = new QueryCommand(
            "query", "Search for repositories, or for images by the beginning of their tags.", QueryAsync)
        {
            Usage = "repo|repo:tag|:",
            Count = ArgumentCount.One,
            Sorting = SortOptions.Search(),
        };
        var subject = new QueryCommand("subject", "List the referrers of an image.", SubjectAsync)
        {
            Usage = "repo:tag|repo@digest",
            Count = ArgumentCount.One,
            Check = static arguments => ImageName.ParseReference(arguments[0]),
            Sorting = SortOptions.Images(),
        };
        group.Add(query.Create(options, environment));
        group.Add(subject.Create(options, environment));
        CommandGroup.Complete(group);
        return group;
    }

    private static async Task QueryAsync(QueryCall call)
    {
        var text = call.Arguments[0];
        await call.RequireAsync(
            SearchQueries.GlobalSearch,
            text == Everything ? SearchQueries.ImageList.Name : SearchQueries.GlobalSearch.Name);
        if (text == Everything)
        {
            await ImageCommands.ListAsync(call);
            return;
        }

        var result = await call.QueryAsync(
            SearchQueries.GlobalSearch, ("query", SearchQuery.Quote(text)), ("requestedPage", call.Order.Page));
        await call.Results.WriteImagesAsync(Entry.ReadAll(Shapes.Image, result.Member("Images")));
        await call.Results.WriteRepositoriesAsync(Entry.ReadAll(Shapes.Repository, result.Member("Repos")));
    }

    private static async Task SubjectAsync(QueryCall call)
    {
        var image = ImageName.ParseReference(call.Arguments[0]);
        var isSupported = await call.IsSupportedAsync(SearchQueries.Referrers);
        var digest = image.Digest.Length > 0
            ? image.Digest
            : await call.Distribution.FindDigestAsync(image.Repository, image.Tag, call.Stop);
        var referrers = isSupported
            ? Entry.ReadAll(Shapes.Referrer, await call.QueryAsync(
                SearchQueries.Referrers,
                ("repo", SearchQuery.Quote(image.Repository)), ("digest", SearchQuery.Quote(digest))))
            : await call.WaitAsync(() => ListReferrersAsync(call, image.Repository, digest));
        await call.Results.WriteReferrersAsync(referrers);
    }

    private static async Task<List<Entry>> ListReferrersAsync(QueryCall call, string repository, string digest)
    {
        var referrers = await call.Distribution.ListReferrersAsync(repository, digest, isRequired: true, call.Stop);
        return [.. referrers.Select(ReferrerOf)];
    }

    // Names match in any case; only annotations have another form than in the results of a query.
    private static Entry ReferrerOf(JsonElement descriptor)
    {
        var referrer = Entry.Read(Shapes.Referrer, descriptor);
        var annotations = descriptor.Member("annotations");
        if (annotations.ValueKind == JsonValueKind.Object)
        {
            var shape = Shapes.Referrer.Fields[Shapes.Referrer.PositionOf("annotations")].Of!;
            referrer["annotations"] = annotations.EnumerateObject()
                .Where(static annotation => annotation.Value.ValueKind == JsonValueKind.String)
                .Select(annotation =>
                    new Entry(shape) { ["key"] = annotation.Name, ["value"] = annotation.Value.GetString() })
                .ToList();
        }

        return referrer;
    }
}
