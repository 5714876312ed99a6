using System.Diagnostics.Metrics;

namespace Zot.Metering;

/// <summary>What the kinds of .NET's instruments are to Prometheus.</summary>
internal static class InstrumentKinds
{
    // For a histogram whose maker does not say: those of zot.
    private static readonly double[] DefaultBounds = [.05, .5, 1, 5, 30, 60, 600];

    /// <summary>The bounds of a histogram that its maker advises; none for a summary and for all else.</summary>
    internal static double[] BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> histogram => [.. histogram.Advice?.HistogramBucketBoundaries ?? DefaultBounds],
        Histogram<long> histogram => histogram.Advice?.HistogramBucketBoundaries is { } bounds
            ? [.. bounds.Select(static bound => (double)bound)]
            : DefaultBounds,
        _ => [],
    };

    internal static MetricKind KindOf(Instrument instrument, double[] bounds) => instrument switch
    {
        Counter<long> or Counter<double> or ObservableCounter<long> or ObservableCounter<double> => MetricKind.Counter,
        Histogram<long> or Histogram<double> => bounds.Length == 0 ? MetricKind.Summary : MetricKind.Histogram,
        _ => MetricKind.Gauge,
    };

    /// <summary>How the series of an instrument are made: what is told as a change is added up, what is told as it is stays.</summary>
    internal static Func<Series> SeriesOf(Instrument instrument, double[] bounds) => instrument switch
    {
        Counter<long> or Counter<double> or UpDownCounter<long> or UpDownCounter<double> => static () => new SumSeries(),
        Histogram<long> or Histogram<double> => () => new DistributionSeries(bounds),
        _ => static () => new LastSeries(),
    };
}
