using Zot.Configuration.Binding;
using Zot.Configuration.Extensions;

namespace Zot.Configuration.Exporter;

/// <summary>The endpoint that Prometheus scrapes: the section <c>Exporter</c> of <c>zxp</c>.</summary>
public sealed record ExporterOptions : ISection<ExporterOptions>
{
    /// <summary>The port to listen on, on all interfaces. Default: 8081.</summary>
    public int Port { get; init; } = 8081;

    /// <summary>The maximum time to receive a request; 0 for no limit. Default: 30 seconds.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The maximum time to respond, including the requests to the registry; 0 for no limit. Default: 30 seconds.
    /// </summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The logging settings.</summary>
    public LogOptions Log { get; init; } = new();

    /// <summary>The path of the metrics.</summary>
    public PrometheusOptions Metrics { get; init; } = new();

    static ExporterOptions ISection<ExporterOptions>.Read(Section section)
    {
        var defaults = new ExporterOptions();
        return new ExporterOptions
        {
            Port = section.Port(defaults.Port),
            ReadTimeout = section.Duration(defaults.ReadTimeout),
            WriteTimeout = section.Duration(defaults.WriteTimeout),
            Log = section.Group(defaults.Log),
            Metrics = section.Group(defaults.Metrics),
        };
    }

    void ISection<ExporterOptions>.Check(SectionRules rules)
    {
        rules.Check(ReadTimeout >= TimeSpan.Zero, ReadTimeout, "must not be negative");
        rules.Check(WriteTimeout >= TimeSpan.Zero, WriteTimeout, "must not be negative");
    }
}
