namespace Zot.Metering;

/// <summary>What a metric is, in Prometheus' words.</summary>
public enum MetricKind
{
    /// <summary>Only ever grows.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>How many there were, and their sum.</summary>
    Summary,

    /// <summary>A summary that also says how many were below each of some bounds.</summary>
    Histogram,
}
