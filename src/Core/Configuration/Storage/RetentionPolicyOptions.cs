namespace Zot.Configuration;

/// <summary>An entry of <c>storage.retention.policies</c>.</summary>
public sealed record RetentionPolicyOptions : ISection<RetentionPolicyOptions>
{
    /// <summary>The repositories the policy is for, as globs: <c>*</c> within a component, <c>**</c> across.</summary>
    public IReadOnlyList<string> Repositories { get; init; } = [];

    /// <summary>Whether referrers go whose subject is gone. Default: false.</summary>
    public bool DeleteReferrers { get; init; }

    /// <summary>Whether manifests go that have no tag. Default: true.</summary>
    public bool DeleteUntagged { get; init; } = true;

    /// <summary>Which tags stay; a tag belongs to the first entry it matches, and one that matches none goes. Default: all stay.</summary>
    public IReadOnlyList<KeepTagsOptions> KeepTags { get; init; } = [];

    /// <summary>Which manifests without a tag stay. Default: none.</summary>
    public KeepUntaggedOptions? KeepUntagged { get; init; }

    static RetentionPolicyOptions ISection<RetentionPolicyOptions>.Read(Section section)
    {
        var defaults = new RetentionPolicyOptions();
        return new RetentionPolicyOptions
        {
            Repositories = section.Texts(defaults.Repositories),
            DeleteReferrers = section.Flag(defaults.DeleteReferrers),
            DeleteUntagged = section.Flag(defaults.DeleteUntagged),
            KeepTags = section.Groups(defaults.KeepTags),
            KeepUntagged = section.Group(defaults.KeepUntagged),
        };
    }

    void ISection<RetentionPolicyOptions>.Check(SectionRules rules) => rules.CheckEach(
        Repositories, GlobSyntax.IsValid, "must be a glob", static glob => $"retention repo glob pattern could not be compiled: {glob}");
}
