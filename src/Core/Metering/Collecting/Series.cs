namespace Zot.Metering.Collecting;

/// <summary>A series of a metric. Thread-safe, and loses no values.</summary>
internal abstract class Series
{
    /// <summary>The last collection that reported a value, for observable instruments.</summary>
    internal int Round { get; set; }

    /// <summary>Records a value.</summary>
    internal abstract void Record(double value);

    /// <summary>Records an integer value.</summary>
    internal virtual void Record(long value) => Record((double)value);

    /// <summary>Returns the current value as a sample.</summary>
    internal abstract MetricSample Read(IReadOnlyList<string> labels);

    /// <summary>Adds a value without a lock.</summary>
    protected static void Add(ref double sum, double value)
    {
        var seen = Volatile.Read(ref sum);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref sum, seen + value, seen);
            if (BitConverter.DoubleToInt64Bits(before) == BitConverter.DoubleToInt64Bits(seen))
            {
                return;
            }

            seen = before;
        }
    }
}
