using Zot.Configuration.Binding;

namespace Zot.Configuration.Exporter;

/// <summary>
/// The complete configuration of <c>zxp</c>, which reads the metrics of a registry and serves them to Prometheus.
/// </summary>
public sealed record ZxpOptions : ISection<ZxpOptions>
{
    /// <summary>The registry.</summary>
    public ExportedServerOptions Server { get; init; } = new();

    /// <summary>The exporter.</summary>
    public ExporterOptions Exporter { get; init; } = new();

    static ZxpOptions ISection<ZxpOptions>.Read(Section section)
    {
        var defaults = new ZxpOptions();
        return new ZxpOptions
        {
            Server = section.Group(defaults.Server),
            Exporter = section.Group(defaults.Exporter),
        };
    }
}
