namespace Zot.Metering;

/// <summary>A value of a metric.</summary>
/// <param name="LabelValues">Its labels, in the order of <see cref="MetricFamily.LabelNames"/>.</param>
/// <param name="Value">The value of a counter or gauge, the sum of a summary or histogram.</param>
/// <param name="Count">How many there were, of a summary or histogram.</param>
/// <param name="Buckets">How many of a histogram were at or below each bound; the last is all of them.</param>
public sealed record MetricSample(
    IReadOnlyList<string> LabelValues, double Value, long Count, IReadOnlyList<long> Buckets)
{
    /// <summary>The value of a counter or gauge.</summary>
    public MetricSample(IReadOnlyList<string> labelValues, double value)
        : this(labelValues, value, 0, [])
    {
    }
}
