#if EXT_SEARCH
using GraphQL;
using Zot.Extensions.Search.Limits;
using Zot.Metadata.Queries;

namespace Zot.Extensions.Search.Queries;

/// <summary>A page of a list in a response. Lists that a query does not fill are null or empty.</summary>
/// <param name="Total">The length of the whole list.</param>
/// <param name="Count">The number of items of the page.</param>
internal sealed record PageSource(int Total, int Count)
{
    /// <summary>The request for a whole list: one item more than the limit, so that an excess is seen.</summary>
    public static PageRequest Whole { get; } = new(0, QueryLimits.Items + 1);

    /// <summary>The images.</summary>
    public IReadOnlyList<object>? Images { get; init; }

    /// <summary>The repositories.</summary>
    public IReadOnlyList<object>? Repositories { get; init; }

    /// <summary>A page of images.</summary>
    /// <exception cref="ExecutionError">It has too many items.</exception>
    public static PageSource OfImages(MetadataPage<ImageRow> page)
    {
        Check(page);
        return new(page.Total, page.Items.Count)
        {
            Images = [.. page.Items.Select(static row => new ImageSource(row))],
        };
    }

    /// <summary>A page of repositories.</summary>
    /// <exception cref="ExecutionError">It has too many items.</exception>
    public static PageSource OfRepositories(MetadataPage<RepositoryRow> page)
    {
        Check(page);
        return new(page.Total, page.Items.Count) { Repositories = [.. page.Items] };
    }

    /// <summary>Rejects a page with too many items.</summary>
    /// <exception cref="ExecutionError">It has too many items.</exception>
    public static void Check<T>(MetadataPage<T> page)
    {
        if (page.Items.Count > QueryLimits.Items)
        {
            throw new ExecutionError(
                $"the list has {page.Total} items: request at "
                    + $"most {QueryLimits.Items} at a time, with limit and offset");
        }
    }
}
#endif
