using Zot.Configuration.Binding;
using Zot.Configuration.Values;
using Zot.Go;

namespace Zot.Configuration.Storage;

/// <summary>
/// An entry of <c>storage.immutableTags</c>: tags that keep referring to the manifest of their first push.
/// </summary>
public sealed record ImmutableTagsOptions : ISection<ImmutableTagsOptions>
{
    /// <summary>
    /// The repositories that the entry applies to, as globs: <c>*</c> within a component, <c>**</c> across. Required.
    /// </summary>
    public IReadOnlyList<string> Repositories { get; init; } = [];

    /// <summary>The tags that the entry applies to: regular expressions, unanchored. Default: all tags.</summary>
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
        rules.Check(Repositories.Count > 0, Repositories, "must name repositories; '**' matches all");
        rules.CheckEach(Repositories, GlobSyntax.IsValid, "must be a glob");
        rules.CheckEach(Patterns, static pattern => GoRegex.TryParse(pattern, out _), "must be a regular expression");
    }
}
