namespace Zot.Metering;

/// <summary>A series of which the last value counts.</summary>
internal sealed class LastSeries : Series
{
    private double _value;

    internal override void Record(double value) => Volatile.Write(ref _value, value);

    /// <summary>Takes a value beside those it has: what has no series of its own any more is told as a sum.</summary>
    internal void RecordBeside(double value) => Add(ref _value, value);

    internal override MetricSample Read(IReadOnlyList<string> labels) => new(labels, Volatile.Read(ref _value));
}
