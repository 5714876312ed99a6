using System.Diagnostics.Metrics;

namespace Zot.Metering.Collecting;

/// <summary>Maps .NET instruments to Prometheus metrics.</summary>
internal static class InstrumentKinds
{
    // The default bounds of histograms without advice: those of zot.
    private static readonly double[] DefaultBounds = [.05, .5, 1, 5, 30, 60, 600];

    /// <summary>Returns the advised bounds of a histogram; empty for a summary and for other instruments.</summary>
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

    /// <summary>
    /// Returns the factory for the series of an instrument: deltas are added up, absolute values are kept as they are.
    /// </summary>
    internal static Func<Series> SeriesOf(Instrument instrument, double[] bounds) => instrument switch
    {
        Counter<long> or Counter<double> or UpDownCounter<long> or UpDownCounter<double> =>
            static () => new SumSeries(),
        Histogram<long> or Histogram<double> => () => new DistributionSeries(bounds),
        _ => static () => new LastSeries(),
    };
}
