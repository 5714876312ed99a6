namespace Zot.Metering.Collecting;

/// <summary>A series with count, sum and distribution.</summary>
/// <param name="bounds">The upper bounds, ascending; none for a summary.</param>
internal sealed class DistributionSeries(double[] bounds) : Series
{
    private readonly long[] _counts = new long[bounds.Length + 1];
    private double _sum;

    internal override void Record(double value)
    {
        var at = 0;
        while (at < bounds.Length && value > bounds[at])
        {
            at++;
        }

        Interlocked.Increment(ref _counts[at]);
        Add(ref _sum, value);
    }

    internal override MetricSample Read(IReadOnlyList<string> labels)
    {
        // The count is the last cumulative bucket, not a separate counter: both agree during concurrent updates.
        var buckets = new long[_counts.Length];
        var count = 0L;
        for (var i = 0; i < buckets.Length; i++)
        {
            buckets[i] = count += Interlocked.Read(ref _counts[i]);
        }

        return new MetricSample(labels, Volatile.Read(ref _sum), count, bounds.Length == 0 ? [] : buckets);
    }
}
