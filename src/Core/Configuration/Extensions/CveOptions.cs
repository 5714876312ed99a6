namespace Zot.Configuration;

/// <summary>The search for vulnerabilities: the section <c>extensions.search.cve</c>.</summary>
public sealed record CveOptions : ISection<CveOptions>
{
    private static readonly TimeSpan MinimumInterval = TimeSpan.FromHours(2);

    /// <summary>The time between two updates of the database; at least 2 hours. Default: 2 hours.</summary>
    public TimeSpan UpdateInterval { get; init; } = MinimumInterval;

    /// <summary>Where the databases come from, and what is made of them.</summary>
    public TrivyOptions Trivy { get; init; } = new();

    static CveOptions ISection<CveOptions>.Read(Section section)
    {
        var defaults = new CveOptions();
        var interval = section.Duration(defaults.UpdateInterval);
        if (interval < MinimumInterval)
        {
            section.Warn("updateInterval", $"is '{GoDuration.Format(interval)}', and is raised to the least, {GoDuration.Format(MinimumInterval)}");
            interval = section.Settle("updateInterval", MinimumInterval);
        }

        return new CveOptions
        {
            UpdateInterval = interval,
            Trivy = section.Group(defaults.Trivy),
        };
    }
}
