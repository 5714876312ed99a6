namespace Zot.Configuration;

/// <summary>What Prometheus is served: the section <c>Exporter</c> of <c>zxp</c>.</summary>
public sealed record ExporterOptions : ISection<ExporterOptions>
{
    /// <summary>The port to listen on, on all interfaces. Default: 8081.</summary>
    public int Port { get; init; } = 8081;

    /// <summary>How long a client may take to ask; 0 is for ever. Default: 30 seconds.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an answer may take, with all that is asked of the registry for it; 0 is for ever. Default: 30 seconds.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What is told, and where.</summary>
    public LogOptions Log { get; init; } = new();

    /// <summary>Where the figures are.</summary>
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
