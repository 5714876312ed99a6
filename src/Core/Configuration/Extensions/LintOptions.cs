namespace Zot.Configuration;

/// <summary>What a manifest must say: the section <c>extensions.lint</c>.</summary>
public sealed record LintOptions : ISection<LintOptions>
{
    /// <summary>Whether it is on. Default: false, also when the section is present.</summary>
    public bool Enable { get; init; }

    /// <summary>The keys of the annotations that a manifest, or its configuration's labels, must have. Default: none.</summary>
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
            rules.Warn("", "is off, since enable is not given: this section is the exception, others are on without it");
        }

        if (Enable && MandatoryAnnotations.Any(static key => key.Length == 0))
        {
            rules.Warn(nameof(MandatoryAnnotations), "names an annotation without a name, which no manifest has: all of them will be refused");
        }
    }
}
