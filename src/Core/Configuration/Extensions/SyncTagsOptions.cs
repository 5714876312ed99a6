using Zot.Configuration.Binding;
using Zot.Go;

namespace Zot.Configuration.Extensions;

/// <summary>The tags to copy: <c>tags</c> of an entry of <c>content</c>.</summary>
public sealed record SyncTagsOptions : ISection<SyncTagsOptions>
{
    /// <summary>A regular expression, unanchored, of the tags to copy. Empty: none. Default: all.</summary>
    public string? Regex { get; init; }

    /// <summary>A regular expression, unanchored, of the tags to exclude from those. Default: none.</summary>
    public string? ExcludeRegex { get; init; }

    /// <summary>Indicates whether only tags that are semantic versions are copied. Default: false.</summary>
    public bool Semver { get; init; }

    static SyncTagsOptions ISection<SyncTagsOptions>.Read(Section section)
    {
        var defaults = new SyncTagsOptions();
        return new SyncTagsOptions
        {
            Regex = section.Text(defaults.Regex),
            ExcludeRegex = section.Text(defaults.ExcludeRegex),
            Semver = section.Flag(defaults.Semver),
        };
    }

    void ISection<SyncTagsOptions>.Check(SectionRules rules)
    {
        rules.Check(
            Regex is null || GoRegex.TryParse(Regex, out _),
            Regex,
            "must be a regular expression",
            "sync content regex could not be compiled");
        rules.Check(
            ExcludeRegex is null || GoRegex.TryParse(ExcludeRegex, out _), ExcludeRegex, "must be a regular expression",
            "sync content excludeRegex could not be compiled");
    }
}
