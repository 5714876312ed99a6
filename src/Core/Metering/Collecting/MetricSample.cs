namespace Zot.Metering.Collecting;

/// <summary>A sample of a metric.</summary>
/// <param name="LabelValues">The label values, in the order of <see cref="MetricFamily.LabelNames"/>.</param>
/// <param name="Value">The value of a counter or gauge, the sum of a summary or histogram.</param>
/// <param name="Count">The number of observations of a summary or histogram.</param>
/// <param name="Buckets">The cumulative counts of a histogram, by bound; the last one is the total.</param>
public sealed record MetricSample(
    IReadOnlyList<string> LabelValues, double Value, long Count, IReadOnlyList<long> Buckets)
{
    /// <summary>Creates a sample of a counter or gauge.</summary>
    public MetricSample(IReadOnlyList<string> labelValues, double value)
        : this(labelValues, value, 0, [])
    {
    }
}
