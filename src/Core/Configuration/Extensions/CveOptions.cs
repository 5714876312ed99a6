using Zot.Configuration.Binding;
using Zot.Go;

namespace Zot.Configuration.Extensions;

/// <summary>The vulnerability scanner: the section <c>extensions.search.cve</c>.</summary>
public sealed record CveOptions : ISection<CveOptions>
{
    private static readonly TimeSpan MinimumInterval = TimeSpan.FromHours(2);

    /// <summary>The time between two updates of the database; at least 2 hours. Default: 2 hours.</summary>
    public TimeSpan UpdateInterval { get; init; } = MinimumInterval;

    /// <summary>The sources of the databases, and the settings of a scan.</summary>
    public TrivyOptions Trivy { get; init; } = new();

    static CveOptions ISection<CveOptions>.Read(Section section)
    {
        var defaults = new CveOptions();
        var interval = section.Duration(defaults.UpdateInterval);
        if (interval < MinimumInterval)
        {
            section.Warn("updateInterval", $"is '{GoDuration.Format(interval)}', which is below the "
                + $"minimum; {GoDuration.Format(MinimumInterval)} is used");
            interval = section.SetEffective("updateInterval", MinimumInterval);
        }

        return new CveOptions
        {
            UpdateInterval = interval,
            Trivy = section.Group(defaults.Trivy),
        };
    }
}
