namespace Zot.Metering.Collecting;

/// <summary>The Prometheus type of a metric.</summary>
public enum MetricKind
{
    /// <summary>A value that only increases.</summary>
    Counter,

    /// <summary>A value that can increase and decrease.</summary>
    Gauge,

    /// <summary>The count and sum of observations.</summary>
    Summary,

    /// <summary>A summary with cumulative counts per upper bound.</summary>
    Histogram,
}
