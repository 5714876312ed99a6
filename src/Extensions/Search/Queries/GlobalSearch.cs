#if EXT_SEARCH
using GraphQL;
using Zot.Extensions.Search.Graph;
using Zot.Metadata.Queries;
using Zot.Registry;

namespace Zot.Extensions.Search.Queries;

/// <summary>The search by a text, whose form decides between repositories, images, tags and digests.</summary>
internal static class GlobalSearch
{
    public static async ValueTask<object?> FindAsync(IResolveFieldContext context)
    {
        var (limit, offset) = context.Numbers();
        var text = context.Text("query");
        Arguments.CheckLength(text, "query");
        CheckNumber(limit, "limit");
        CheckNumber(offset, "offset");
        text = text.Trim().Trim('/').ToLowerInvariant();
        return text.Contains(':', StringComparison.Ordinal) || text.Contains('@', StringComparison.Ordinal)
            ? await FindImagesAsync(context, text)
            : await FindRepositoriesAsync(context, text);
    }

    private static async ValueTask<PageSource> FindRepositoriesAsync(IResolveFieldContext context, string text)
    {
        var (search, filter) = (context.Search(), context.Input("filter"));
        var query = new RepositoryQuery
        {
            Admits = search.Admits,
            User = search.User,
            Text = text,
            Platform = filter.Platforms(),
            IsSigned = filter.Flag("HasToBeSigned") ?? false,
            IsStarred = filter.Flag("IsStarred"),
            IsBookmarked = filter.Flag("IsBookmarked"),
            Order = context.RepositoryOrder(ListOrder.Relevance),
            Page = context.Page(),
        };
        var found = await search.Metadata.FindRepositoriesAsync(query, context.CancellationToken);
        return PageSource.OfRepositories(found) with { Images = [] };
    }

    private static async ValueTask<object?> FindImagesAsync(IResolveFieldContext context, string text)
    {
        var filter = context.Input("filter");
        var query = ImageQueries.NewQuery(context, ListOrder.Relevance) with
        {
            Platform = filter.Platforms(),
            IsSigned = filter.Flag("HasToBeSigned") ?? false,
        };
        return Target(query, text) is { } target
            ? await ImageQueries.FindAsync(context, target)
            : ImageQueries.Nothing();
    }

    private static ImageQuery? Target(ImageQuery query, string text)
    {
        if (text.StartsWith("sha256:", StringComparison.Ordinal))
        {
            return query with { DigestPrefix = text };
        }

        if (text is ":" || text.Contains('@', StringComparison.Ordinal))
        {
            throw new ExecutionError("invalid search query");
        }

        return text.Split(':') switch
        {
            ["", var tag] => query with { TagPart = tag },
            [var name, var tag] => RepositoryName.TryParse(name, out var repository)
                ? query with { Repository = repository, TagPrefix = tag }
                : null,
            _ => throw new ExecutionError("failed to parse search text, invalid format: more than one colon"),
        };
    }

    private static void CheckNumber(int number, string name)
    {
        if (number < 0)
        {
            throw new ExecutionError(
                $"requested page {name} parameter can't be negative request parameter has invalid value");
        }
    }
}
#endif
