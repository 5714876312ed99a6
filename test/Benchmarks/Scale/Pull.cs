namespace Zot.Benchmarks.Scale;

/// <summary>A manifest and a layer that were fetched.</summary>
/// <param name="Started">When it was to begin.</param>
/// <param name="Ended">When both were there.</param>
internal readonly record struct Pull(DateTimeOffset Started, DateTimeOffset Ended)
{
    internal double Milliseconds => (Ended - Started).TotalMilliseconds;

    internal bool IsWithin(Sweep sweep) => Started < sweep.Ended && Ended > sweep.Started;
}
