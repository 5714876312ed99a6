using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>The requirements for manifests: the section <c>extensions.lint</c>.</summary>
public sealed record LintOptions : ISection<LintOptions>
{
    /// <summary>Indicates whether the extension is enabled. Default: false, even if the section exists.</summary>
    public bool Enable { get; init; }

    /// <summary>
    /// The keys of the annotations that are required on a manifest, or as labels in its configuration. Default: none.
    /// </summary>
    public IReadOnlyList<string> MandatoryAnnotations { get; init; } = [];

    static LintOptions ISection<LintOptions>.Read(Section section)
    {
        var defaults = new LintOptions();
        return new LintOptions
        {
            Enable = section.Flag(defaults.Enable),
            MandatoryAnnotations = section.Texts(defaults.MandatoryAnnotations),
        };
    }

    void ISection<LintOptions>.Check(SectionRules rules)
    {
        if (MandatoryAnnotations.Count > 0 && !rules.Has("enable"))
        {
            rules.Warn(
                "", "is disabled because enable is not set; unlike other sections, this one is not enabled by default");
        }

        if (Enable && MandatoryAnnotations.Any(static key => key.Length == 0))
        {
            rules.Warn(
                nameof(MandatoryAnnotations),
                "contains an empty name, which no annotation can have: all manifests will be rejected");
        }
    }
}
