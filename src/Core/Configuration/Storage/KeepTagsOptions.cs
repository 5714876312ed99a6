using Zot.Configuration.Binding;
using Zot.Go;

namespace Zot.Configuration.Storage;

/// <summary>
/// An entry of <c>keepTags</c> in a retention policy. A tag is kept if any rule keeps it, or if there are no rules.
/// </summary>
public sealed record KeepTagsOptions : ISection<KeepTagsOptions>
{
    /// <summary>The tags that the entry applies to: regular expressions, unanchored. Default: all tags.</summary>
    public IReadOnlyList<string> Patterns { get; init; } = [];

    /// <summary>Keeps tags that were pulled, or pushed, within this time. Default: no such rule.</summary>
    public TimeSpan? PulledWithin { get; init; }

    /// <summary>Keeps tags that were pushed within this time. Default: no such rule.</summary>
    public TimeSpan? PushedWithin { get; init; }

    /// <summary>Keeps this number of the most recently pulled tags. Default: 0, no such rule.</summary>
    public int MostRecentlyPulledCount { get; init; }

    /// <summary>Keeps this number of the most recently pushed tags. Default: 0, no such rule.</summary>
    public int MostRecentlyPushedCount { get; init; }

    /// <summary>
    /// Indicates whether there are rules in addition to the patterns; they require the times of pushes and pulls.
    /// </summary>
    public bool HasRules =>
        PulledWithin is not null
            || PushedWithin is not null
            || MostRecentlyPulledCount > 0
            || MostRecentlyPushedCount > 0;

    static KeepTagsOptions ISection<KeepTagsOptions>.Read(Section section)
    {
        var defaults = new KeepTagsOptions();
        return new KeepTagsOptions
        {
            Patterns = section.Texts(defaults.Patterns),
            PulledWithin = section.Duration(defaults.PulledWithin),
            PushedWithin = section.Duration(defaults.PushedWithin),
            MostRecentlyPulledCount = section.Number(defaults.MostRecentlyPulledCount),
            MostRecentlyPushedCount = section.Number(defaults.MostRecentlyPushedCount),
        };
    }

    void ISection<KeepTagsOptions>.Check(SectionRules rules)
    {
        rules.CheckEach(
            Patterns, static pattern => GoRegex.TryParse(pattern, out _), "must be a regular expression",
            static pattern => $"retention tag regex could not be compiled: {pattern}");
        rules.Check(MostRecentlyPulledCount >= 0, MostRecentlyPulledCount, "must not be negative");
        rules.Check(MostRecentlyPushedCount >= 0, MostRecentlyPushedCount, "must not be negative");
    }
}
