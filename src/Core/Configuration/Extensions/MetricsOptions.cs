namespace Zot.Configuration;

/// <summary>Figures for Prometheus: the section <c>extensions.metrics</c>.</summary>
public sealed record MetricsOptions : ISection<MetricsOptions>
{
    /// <summary>Whether they are served. Default: true.</summary>
    public bool Enable { get; init; } = true;

    /// <summary>Where they are served.</summary>
    public PrometheusOptions Prometheus { get; init; } = new();

    static MetricsOptions ISection<MetricsOptions>.Read(Section section)
    {
        var defaults = new MetricsOptions();
        return new MetricsOptions
        {
            Enable = section.Flag(defaults.Enable),
            Prometheus = section.Group(defaults.Prometheus),
        };
    }
}
