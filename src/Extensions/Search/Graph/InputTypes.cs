#if EXT_SEARCH
using GraphQL.Types;

namespace Zot.Extensions.Search.Graph;

/// <summary>The types of arguments.</summary>
internal sealed class InputTypes
{
    private static readonly string[] Criteria =
        ["RELEVANCE", "UPDATE_TIME", "ALPHABETIC_ASC", "ALPHABETIC_DSC", "SEVERITY", "STARS", "DOWNLOADS"];

    public InputTypes(Scalars scalars)
    {
        var sort = new EnumerationGraphType { Name = "SortCriteria" };
        foreach (var criterion in Criteria)
        {
            sort.Add(criterion, criterion);
        }

        Page = new InputObjectGraphType { Name = "PageInput" }
            .With("limit", scalars.Number).With("offset", scalars.Number).With("sortBy", sort);
        var platform = new InputObjectGraphType { Name = "PlatformInput" }.With("Os", scalars.Text)
            .With("Arch", scalars.Text);
        Image = new InputObjectGraphType { Name = "ImageInput" }
            .With("Repo", scalars.Text.Required()).With("Tag", scalars.Text.Required())
            .With("Digest", scalars.Text).With("Platform", platform);
        Filter = new InputObjectGraphType { Name = "Filter" }
            .With("Os", scalars.Text.List()).With("Arch", scalars.Text.List())
            .With("HasToBeSigned", scalars.Flag).With("IsBookmarked", scalars.Flag).With("IsStarred", scalars.Flag);
    }

    public InputObjectGraphType Page { get; }

    public InputObjectGraphType Image { get; }

    public InputObjectGraphType Filter { get; }
}
#endif
