#if EXT_SEARCH
using Zot.Metadata.Queries;

namespace Zot.Extensions.Search.Queries;

/// <summary>A page of a list in a response. Lists that a query does not fill are null or empty.</summary>
/// <param name="Total">The length of the whole list.</param>
/// <param name="Count">The number of items of the page.</param>
internal sealed record PageSource(int Total, int Count)
{
    /// <summary>The images.</summary>
    public IReadOnlyList<object>? Images { get; init; }

    /// <summary>The repositories.</summary>
    public IReadOnlyList<object>? Repositories { get; init; }

    /// <summary>A page of images.</summary>
    public static PageSource OfImages(MetadataPage<ImageRow> page) =>
        new(page.Total, page.Items.Count) { Images = [.. page.Items.Select(static row => new ImageSource(row))] };

    /// <summary>A page of repositories.</summary>
    public static PageSource OfRepositories(MetadataPage<RepositoryRow> page) =>
        new(page.Total, page.Items.Count) { Repositories = [.. page.Items] };
}
#endif
