namespace Zot.Configuration;

/// <summary>An entry of <c>storage.immutableTags</c>: tags that stay where they were pushed to first.</summary>
public sealed record ImmutableTagsOptions : ISection<ImmutableTagsOptions>
{
    /// <summary>The repositories it is for, as globs: <c>*</c> within a component, <c>**</c> across. Required.</summary>
    public IReadOnlyList<string> Repositories { get; init; } = [];

    /// <summary>The tags it is for: regular expressions, unanchored. Default: all tags.</summary>
    public IReadOnlyList<string> Patterns { get; init; } = [];

    static ImmutableTagsOptions ISection<ImmutableTagsOptions>.Read(Section section)
    {
        var defaults = new ImmutableTagsOptions();
        return new ImmutableTagsOptions
        {
            Repositories = section.Texts(defaults.Repositories),
            Patterns = section.Texts(defaults.Patterns),
        };
    }

    void ISection<ImmutableTagsOptions>.Check(SectionRules rules)
    {
        rules.Check(Repositories.Count > 0, Repositories, "must name repositories; '**' stands for all");
        rules.CheckEach(Repositories, GlobSyntax.IsValid, "must be a glob");
        rules.CheckEach(Patterns, static pattern => GoRegex.TryParse(pattern, out _), "must be a regular expression");
    }
}
