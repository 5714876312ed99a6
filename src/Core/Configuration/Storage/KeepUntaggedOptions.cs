using Zot.Configuration.Binding;

namespace Zot.Configuration.Storage;

/// <summary>
/// The untagged manifests to keep: <c>keepUntagged</c> in a retention policy. A manifest is kept if any rule keeps it.
/// </summary>
public sealed record KeepUntaggedOptions : ISection<KeepUntaggedOptions>
{
    /// <summary>Keeps manifests that were pulled, or pushed, within this time. Default: no such rule.</summary>
    public TimeSpan? PulledWithin { get; init; }

    /// <summary>Keeps manifests that were pushed within this time. Default: no such rule.</summary>
    public TimeSpan? PushedWithin { get; init; }

    /// <summary>Keeps this number of the most recently pulled manifests. Default: 0, no such rule.</summary>
    public int MostRecentlyPulledCount { get; init; }

    /// <summary>Keeps this number of the most recently pushed manifests. Default: 0, no such rule.</summary>
    public int MostRecentlyPushedCount { get; init; }

    static KeepUntaggedOptions ISection<KeepUntaggedOptions>.Read(Section section)
    {
        var defaults = new KeepUntaggedOptions();
        return new KeepUntaggedOptions
        {
            PulledWithin = section.Duration(defaults.PulledWithin),
            PushedWithin = section.Duration(defaults.PushedWithin),
            MostRecentlyPulledCount = section.Number(defaults.MostRecentlyPulledCount),
            MostRecentlyPushedCount = section.Number(defaults.MostRecentlyPushedCount),
        };
    }

    void ISection<KeepUntaggedOptions>.Check(SectionRules rules)
    {
        rules.Check(MostRecentlyPulledCount >= 0, MostRecentlyPulledCount, "must not be negative");
        rules.Check(MostRecentlyPushedCount >= 0, MostRecentlyPushedCount, "must not be negative");
    }
}
