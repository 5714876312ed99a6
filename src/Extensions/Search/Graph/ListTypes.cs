#if EXT_SEARCH
using GraphQL.Types;
using Zot.Extensions.Search.Queries;
using Zot.Metadata.Queries;

namespace Zot.Extensions.Search.Graph;

/// <summary>The types of repositories, lists and pages.</summary>
internal sealed class ListTypes
{
    public ListTypes(Scalars scalars, ImageTypes images)
    {
        Page = new ObjectGraphType { Name = "PageInfo" }
            .With<PageSource>("TotalCount", scalars.Number.Required(), static page => page.Total)
            .With<PageSource>("ItemCount", scalars.Number.Required(), static page => page.Count);
        Repository = BuildRepository(scalars, images);
        Repositories = new ObjectGraphType { Name = "PaginatedReposResult" }
            .With<PageSource>("Page", Page, static page => page)
            .With<PageSource>("Results", Repository.Required().List().Required(), static page => page.Repositories);
        Images = new ObjectGraphType { Name = "PaginatedImagesResult" }
            .With<PageSource>("Page", Page, static page => page)
            .With<PageSource>("Results", images.Image.Required().List().Required(), static page => page.Images);
        Search = new ObjectGraphType { Name = "GlobalSearchResult" }
            .With<PageSource>("Page", Page, static page => page)
            .With<PageSource>("Images", images.Image.List(), static page => page.Images)
            .With<PageSource>("Repos", Repository.List(), static page => page.Repositories)
            .With<PageSource>("Layers", images.Layer.List(), static _ => Array.Empty<object>());
        Info = new ObjectGraphType { Name = "RepoInfo" }
            .With<RepositoryInfo>("Images", images.Image.List(), static info => info.Images)
            .With<RepositoryInfo>("Summary", Repository, static info => info.Summary);
    }

    public ObjectGraphType Page { get; }

    public ObjectGraphType Repositories { get; }

    public ObjectGraphType Images { get; }

    public ObjectGraphType Search { get; }

    public ObjectGraphType Info { get; }

    private ObjectGraphType Repository { get; }

    private static ObjectGraphType BuildRepository(Scalars scalars, ImageTypes images) =>
        new ObjectGraphType { Name = "RepoSummary" }
            .With<RepositoryRow>("Name", scalars.Text, static row => $"{row.Name}")
            .With<RepositoryRow>("LastUpdated", scalars.Time, static row => row.Updated)
            .With<RepositoryRow>("Size", scalars.Text, static row => FormattableString.Invariant($"{row.Size}"))
            .With<RepositoryRow>("Platforms", images.Platform.List(), static row => row.Platforms)
            .With<RepositoryRow>("Vendors", scalars.Text.List(), static row => row.Vendors)
            .With<RepositoryRow>("NewestImage", images.Image, static row =>
                row.NewestImage is { } newest ? new ImageSource(newest) : null)
            .With<RepositoryRow>("DownloadCount", scalars.Number, static row => row.Downloads)
            .With<RepositoryRow>("StarCount", scalars.Number, static row => row.Stars)
            .With<RepositoryRow>("IsBookmarked", scalars.Flag, static row => row.IsBookmarked)
            .With<RepositoryRow>("IsStarred", scalars.Flag, static row => row.IsStarred)
            .With<RepositoryRow>("Rank", scalars.Number, static row => row.Rank);
}
#endif
