#if EXT_SEARCH
using GraphQL.Types;
using Zot.Extensions.Search.Cves;
using Zot.Extensions.Search.Queries;

namespace Zot.Extensions.Search.Graph;

/// <summary>The queries of the schema.</summary>
internal static class QueryFields
{
    /// <summary>Builds the type of the root.</summary>
    public static ObjectGraphType Build(Scalars scalars, InputTypes inputs, ImageTypes images, ListTypes lists)
    {
        var query = new ObjectGraphType { Name = "Query" };
        AddCves(query, scalars, inputs, new CveTypes(scalars, images, lists), lists);
        AddLists(query, scalars, inputs, lists);
        AddImages(query, scalars, inputs, images, lists);
        return query;
    }

    private static void AddCves(
        ObjectGraphType query, Scalars scalars, InputTypes inputs, CveTypes cves, ListTypes lists)
    {
        var (text, page) = (scalars.Text, inputs.Page.Argument("requestedPage"));
        query
            .With("CVEListForImage", cves.OfImage.Required(), [
                text.Required().Argument("image"), page, text.Argument("searchedCVE"), text.Argument("excludedCVE"),
                text.Argument("severity")], CveQueries.OfImageAsync)
            .With("CVEDiffListForImages", cves.Difference.Required(), [
                inputs.Image.Required().Argument("minuend"), inputs.Image.Required().Argument("subtrahend"), page,
                text.Argument("searchedCVE"), text.Argument("excludedCVE")], CveDifference.FindAsync)
            .With("ImageListForCVE", lists.Images.Required(), [
                text.Required().Argument("id"), inputs.Filter.Argument("filter"), page], CveQueries.AffectedAsync)
            .With("ImageListWithCVEFixed", lists.Images.Required(), [
                text.Required().Argument("id"), text.Required().Argument("image"),
                inputs.Filter.Argument("filter"), page],
                CveQueries.FixedAsync);
    }

    private static void AddLists(ObjectGraphType query, Scalars scalars, InputTypes inputs, ListTypes lists)
    {
        var (text, page) = (scalars.Text, inputs.Page.Argument("requestedPage"));
        query
            .With("ImageListForDigest", lists.Images.Required(), [
                text.Required().Argument("id"),
                page,
            ], ImageQueries.OfDigestAsync)
            .With("RepoListWithNewestImage", lists.Repositories.Required(), [page], RepositoryQueries.AllAsync)
            .With("ImageList", lists.Images.Required(), [
                text.Required().Argument("repo"),
                page,
            ], ImageQueries.OfRepositoryAsync)
            .With("ExpandedRepoInfo", lists.Info.Required(), [
                text.Required().Argument("repo"),
            ], RepositoryQueries.InfoAsync)
            .With("GlobalSearch", lists.Search.Required(), [
                text.Required().Argument("query"), inputs.Filter.Argument("filter"), page], GlobalSearch.FindAsync);
    }

    private static void AddImages(
        ObjectGraphType query, Scalars scalars, InputTypes inputs, ImageTypes images, ListTypes lists)
    {
        var (text, page) = (scalars.Text, inputs.Page.Argument("requestedPage"));
        var (image, digest) = (text.Required().Argument("image"), text.Argument("digest"));
        query
            .With("DerivedImageList", lists.Images.Required(), [image, digest, page], LayerQueries.DerivedAsync)
            .With("BaseImageList", lists.Images.Required(), [image, digest, page], LayerQueries.BaseAsync)
            .With("Image", images.Image.Required(), [image], ImageQueries.OneAsync)
            .With("Referrers", images.Referrer.List().Required(), [
                text.Required().Argument("repo"), text.Required().Argument("digest"),
                text.Required().List().Argument("type")],
                ImageQueries.ReferrersAsync)
            .With("StarredRepos", lists.Repositories.Required(), [page], RepositoryQueries.StarredAsync)
            .With("BookmarkedRepos", lists.Repositories.Required(), [page], RepositoryQueries.BookmarkedAsync);
    }
}
#endif
