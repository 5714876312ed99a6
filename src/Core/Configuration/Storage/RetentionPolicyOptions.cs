using Zot.Configuration.Binding;
using Zot.Configuration.Values;

namespace Zot.Configuration.Storage;

/// <summary>A retention policy: an entry of <c>storage.retention.policies</c>.</summary>
public sealed record RetentionPolicyOptions : ISection<RetentionPolicyOptions>
{
    /// <summary>
    /// The repositories that the policy applies to, as globs: <c>*</c> within a component, <c>**</c> across.
    /// </summary>
    public IReadOnlyList<string> Repositories { get; init; } = [];

    /// <summary>Indicates whether referrers are removed if their subject is missing. Default: false.</summary>
    public bool DeleteReferrers { get; init; }

    /// <summary>Indicates whether untagged manifests are removed. Default: true.</summary>
    public bool DeleteUntagged { get; init; } = true;

    /// <summary>
    /// The tags to keep; the first entry that matches a tag applies to it, and a tag that matches none is removed.
    /// Default: all tags are kept.
    /// </summary>
    public IReadOnlyList<KeepTagsOptions> KeepTags { get; init; } = [];

    /// <summary>The untagged manifests to keep. Default: none.</summary>
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
        Repositories, GlobSyntax.IsValid, "must be a glob",
        static glob => $"retention repo glob pattern could not be compiled: {glob}");
}
