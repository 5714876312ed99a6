using System.CommandLine;
using Zot.Client.Commands;
using Zot.Registry;
using Zot.Zli.Output;
using Zot.Zli.Queries;
using Zot.Zli.Server;

namespace Zot.Zli.Commands;

/// <summary><c>zli cve</c>: lists vulnerabilities.</summary>
internal static class CveCommands
{
    /// <summary>Creates the commands.</summary>
    public static Command Create(ZliEnvironment environment)
    {
        var options = new ConnectionOptions();
        var group = new Command("cve", "List vulnerabilities of images.");
        options.AddTo(group, hasFormat: true, hasDetails: true);
        foreach (var command in All())
        {
            group.Add(command.Create(options, environment));
        }

        CommandGroup.Complete(group);
        return group;
    }

    /// <summary>Creates a command that lists the vulnerabilities of an image.</summary>
    /// <param name="name">The name.</param>
    /// <param name="description">The help text.</param>
    /// <param name="nameInError">
    /// The name of the query in the error that it is not supported; as in zot, not all have it.
    /// </param>
    public static QueryCommand OfImage(string name, string description, string? nameInError) =>
        new(name, description, call => ListAsync(call, nameInError))
        {
            Usage = "repo:tag|repo@digest",
            Count = ArgumentCount.One,
            Check = static arguments => ImageName.ParseReference(arguments[0]),
            Sorting = SortOptions.Cves(),
            Filter = new Option<string>("--cve-id") { Description = "List only this vulnerability.", HelpName = "id" },
        };

    private static IEnumerable<QueryCommand> All()
    {
        yield return OfImage("list", "List the vulnerabilities of an image.", SearchQueries.CveListForImage.Name);
        yield return new QueryCommand("affected", "List the images with a vulnerability.", AffectedAsync)
        {
            Usage = "cve-id",
            Count = ArgumentCount.One,
            Check = static arguments => CheckId(arguments[0]),
            Sorting = SortOptions.Images(),
            Filter = new Option<string>("--repo")
            {
                Description = "List only the images of this repository.",
                HelpName = "name",
            },
        };
        yield return new QueryCommand(
            "fixed", "List the images of a repository in which a vulnerability is fixed.", FixedAsync)
        {
            Usage = "repo cve-id",
            Count = new ArgumentCount(2, 2),
            Check = static arguments => CheckRepository(arguments[0]),
            Sorting = SortOptions.Images(),
        };
        yield return new QueryCommand(
            "diff", "List the vulnerabilities of an image that another one does not have.", DiffAsync)
        {
            Usage = "minuend [os/arch] subtrahend [os/arch]",
            Count = new ArgumentCount(2, 4),
            Check = static arguments => ComparedImages.Parse(arguments),
        };
    }

    private static async Task ListAsync(QueryCall call, string? nameInError)
    {
        await call.RequireAsync(SearchQueries.CveListForImage, nameInError);
        var result = await call.QueryCvesAsync(
            SearchQueries.CveListForImage,
            ("image", SearchQuery.Quote(call.Arguments[0])),
            ("searchedCVE", SearchQuery.Quote(call.Filter)),
            ("requestedPage", call.Order.Page));
        await call.Results.WriteCvesAsync(Entry.Read(Shapes.CveList, result));
    }

    private static async Task AffectedAsync(QueryCall call)
    {
        await call.RequireAsync(SearchQueries.ImageListForCve, SearchQueries.ImageListForCve.Name);
        var images = QueryCall.ImagesOf(await call.QueryCvesAsync(
            SearchQueries.ImageListForCve,
            ("id", SearchQuery.Quote(call.Arguments[0])),
            ("requestedPage", call.Order.Page)));
        await call.Results.WriteImagesAsync(
            [.. images.Where(image => call.Filter.Length == 0 || image.Text("repoName") == call.Filter)]);
    }

    private static async Task FixedAsync(QueryCall call)
    {
        await call.RequireAsync(SearchQueries.ImageListWithCveFixed, SearchQueries.ImageListWithCveFixed.Name);
        await call.Results.WriteImagesAsync(QueryCall.ImagesOf(await call.QueryCvesAsync(
            SearchQueries.ImageListWithCveFixed,
            ("id", SearchQuery.Quote(call.Arguments[1])),
            ("image", SearchQuery.Quote(call.Arguments[0])),
            ("requestedPage", call.Order.Page))));
    }

    private static async Task DiffAsync(QueryCall call)
    {
        await call.RequireAsync(SearchQueries.CveDiffListForImages, SearchQueries.CveDiffListForImages.Name);
        var images = ComparedImages.Parse(call.Arguments);
        var result = await call.QueryAsync(
            SearchQueries.CveDiffListForImages,
            ("minuend", images.Minuend.Input),
            ("subtrahend", images.Subtrahend.Input));
        var list = Entry.Read(Shapes.CveList, result);
        list["Tag"] = result.Member("Minuend").TextOf("Tag");
        await call.Results.WriteCvesAsync(
            list, $"CVEs in image {images.Minuend.Name} that are not in image {images.Subtrahend.Name}");
    }

    private static void CheckId(string id)
    {
        if (!id.StartsWith("CVE", StringComparison.Ordinal))
        {
            throw new CommandException($"invalid cli parameter: expected a cveid 'CVE-...' got '{id}'");
        }
    }

    private static void CheckRepository(string name)
    {
        if (!RepositoryName.TryParse(name, out _))
        {
            throw new CommandException(
                $"invalid cli parameter: expected a valid repo name for first argument '{name}'");
        }
    }
}
