namespace Zot.Metering.Collecting;

/// <summary>A series that keeps the last value.</summary>
internal sealed class LastSeries : Series
{
    private double _value;

    internal override void Record(double value) => Volatile.Write(ref _value, value);

    /// <summary>Adds a value to the current one: values without a series of their own are reported as a sum.</summary>
    internal void RecordBeside(double value) => Add(ref _value, value);

    internal override MetricSample Read(IReadOnlyList<string> labels) => new(labels, Volatile.Read(ref _value));
}
