using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>The metrics for Prometheus: the section <c>extensions.metrics</c>.</summary>
public sealed record MetricsOptions : ISection<MetricsOptions>
{
    /// <summary>Indicates whether metrics are served. Default: true.</summary>
    public bool Enable { get; init; } = true;

    /// <summary>The endpoint of the metrics.</summary>
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
