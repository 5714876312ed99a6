namespace Zot.Benchmarks.Measures;

/// <summary>The times of the pushes of a round, in milliseconds, by server.</summary>
internal sealed class Round
{
    private readonly double[][] _times;

    internal Round(double[][] times)
    {
        _times = times;
        Array.ForEach(_times, Array.Sort);
    }

    /// <summary>Returns a percentile of the times of a server.</summary>
    internal double At(int server, double part) => _times[server][(int)Math.Ceiling(part * _times[server].Length) - 1];

    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
