namespace Zot.Configuration;

/// <summary>The search for damaged content: the section <c>extensions.scrub</c>.</summary>
public sealed record ScrubOptions : ISection<ScrubOptions>
{
    private static readonly TimeSpan MinimumInterval = TimeSpan.FromHours(2);

    /// <summary>Whether it is on. Default: true.</summary>
    public bool Enable { get; init; } = true;

    /// <summary>The time from the end of one search to the next; 0 for the default, at least 2 hours. Default: 24 hours.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How many bytes are read in a second at most; 0 for as many as can be. Default: 0.</summary>
    public long Rate { get; init; }

    static ScrubOptions ISection<ScrubOptions>.Read(Section section)
    {
        var defaults = new ScrubOptions();
        var interval = section.Duration(defaults.Interval);
        if (interval == TimeSpan.Zero)
        {
            interval = section.Settle("interval", defaults.Interval);
        }
        else if (interval < MinimumInterval)
        {
            section.Warn("interval", $"is '{GoDuration.Format(interval)}', and is raised to the least, {GoDuration.Format(MinimumInterval)}");
            interval = section.Settle("interval", MinimumInterval);
        }

        return new ScrubOptions
        {
            Enable = section.Flag(defaults.Enable),
            Interval = interval,
            Rate = section.Size(defaults.Rate),
        };
    }
}
