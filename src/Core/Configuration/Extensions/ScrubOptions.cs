using Zot.Configuration.Binding;
using Zot.Go;

namespace Zot.Configuration.Extensions;

/// <summary>The scrub, which detects damaged content: the section <c>extensions.scrub</c>.</summary>
public sealed record ScrubOptions : ISection<ScrubOptions>
{
    private static readonly TimeSpan MinimumInterval = TimeSpan.FromHours(2);

    /// <summary>Indicates whether the extension is enabled. Default: true.</summary>
    public bool Enable { get; init; } = true;

    /// <summary>
    /// The time from the end of one scrub to the start of the next; 0 for the default, otherwise at least 2 hours.
    /// Default: 24 hours.
    /// </summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The maximum number of bytes read per second; 0 for no limit. Default: 0.</summary>
    public long Rate { get; init; }

    static ScrubOptions ISection<ScrubOptions>.Read(Section section)
    {
        var defaults = new ScrubOptions();
        var interval = section.Duration(defaults.Interval);
        if (interval == TimeSpan.Zero)
        {
            interval = section.SetEffective("interval", defaults.Interval);
        }
        else if (interval < MinimumInterval)
        {
            section.Warn("interval", $"is '{GoDuration.Format(interval)}', which is below the "
                + $"minimum; {GoDuration.Format(MinimumInterval)} is used");
            interval = section.SetEffective("interval", MinimumInterval);
        }

        return new ScrubOptions
        {
            Enable = section.Flag(defaults.Enable),
            Interval = interval,
            Rate = section.Size(defaults.Rate),
        };
    }
}
