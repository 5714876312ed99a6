namespace Zot.Metering;

/// <summary>One series of a metric: takes values from any number of threads at once, and loses none.</summary>
internal abstract class Series
{
    /// <summary>The last collection in which its value was told, for what is told only when asked for.</summary>
    internal int Round { get; set; }

    /// <summary>Takes a value.</summary>
    internal abstract void Record(double value);

    /// <summary>Takes a whole value.</summary>
    internal virtual void Record(long value) => Record((double)value);

    /// <summary>What came of it.</summary>
    internal abstract MetricSample Read(IReadOnlyList<string> labels);

    /// <summary>Adds, without a lock.</summary>
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
