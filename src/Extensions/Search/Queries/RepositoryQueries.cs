#if EXT_SEARCH
using GraphQL;
using Zot.Extensions.Search.Graph;
using Zot.Metadata.Queries;
using Zot.Registry;

namespace Zot.Extensions.Search.Queries;

/// <summary>The queries of repositories.</summary>
internal static class RepositoryQueries
{
    /// <summary>The error for a repository that does not exist.</summary>
    public const string Unknown = "repo metadata not found for given repo name";

    public static ValueTask<object?> AllAsync(IResolveFieldContext context) =>
        ListAsync(context, static query => query);

    public static ValueTask<object?> StarredAsync(IResolveFieldContext context) =>
        MarkedAsync(context, static query => query with { IsStarred = true, IncludesEmpty = true });

    public static ValueTask<object?> BookmarkedAsync(IResolveFieldContext context) =>
        MarkedAsync(context, static query => query with { IsBookmarked = true, IncludesEmpty = true });

    /// <summary>Returns a repository with its images.</summary>
    public static async ValueTask<object?> InfoAsync(IResolveFieldContext context)
    {
        var search = context.Search();
        if (!RepositoryName.TryParse(context.Text("repo"), out var repository))
        {
            throw new ExecutionError(Unknown);
        }

        if (!search.MayRead(repository))
        {
            return Blank.Instance;
        }

        var found = await search.Metadata.FindRepositoriesAsync(
            new RepositoryQuery { Repository = repository, User = search.User, IncludesEmpty = true },
            context.CancellationToken);
        if (found.Items is not [var summary, ..])
        {
            throw new ExecutionError(Unknown);
        }

        var images = await search.Metadata.FindImagesAsync(
            new ImageQuery { Repository = repository, Order = ListOrder.Updated, Page = PageSource.Whole },
            context.CancellationToken);
        PageSource.Check(images);
        var isDeletable = search.MayDelete(repository);
        return new RepositoryInfo(
            summary with { Rank = 0 }, [.. images.Items.Select(row => new ImageSource(row, isDeletable))]);
    }

    private static async ValueTask<object?> MarkedAsync(
        IResolveFieldContext context, Func<RepositoryQuery, RepositoryQuery> select)
    {
        if (context.Search().User is not null)
        {
            return await ListAsync(context, select);
        }

        // The arguments of anonymous users are checked, too.
        _ = (context.RepositoryOrder(ListOrder.Updated), context.Page());
        return PageSource.OfRepositories(new MetadataPage<RepositoryRow>([], 0));
    }

    private static async ValueTask<object?> ListAsync(
        IResolveFieldContext context, Func<RepositoryQuery, RepositoryQuery> select)
    {
        var search = context.Search();
        var query = select(new RepositoryQuery
        {
            Admits = search.Admits,
            User = search.User,
            Order = context.RepositoryOrder(ListOrder.Updated),
            Page = context.Page(),
        });
        return PageSource.OfRepositories(await search.Metadata.FindRepositoriesAsync(query, context.CancellationToken));
    }
}
#endif
