namespace Zot.Metering.Collecting;

/// <summary>A series that adds up its values.</summary>
internal sealed class SumSeries : Series
{
    private long _whole;
    private double _fraction;

    internal override void Record(long value) => Interlocked.Add(ref _whole, value);

    internal override void Record(double value) => Add(ref _fraction, value);

    internal override MetricSample Read(IReadOnlyList<string> labels) =>
        new(labels, Interlocked.Read(ref _whole) + Volatile.Read(ref _fraction));
}
