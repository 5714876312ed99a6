namespace Zot.Benchmarks.Scale;

/// <summary>A pull of a manifest and a layer.</summary>
/// <param name="Started">The scheduled start.</param>
/// <param name="Ended">The time at which both were received.</param>
internal readonly record struct Pull(DateTimeOffset Started, DateTimeOffset Ended)
{
    internal double Milliseconds => (Ended - Started).TotalMilliseconds;

    internal bool IsWithin(Sweep sweep) => Started < sweep.Ended && Ended > sweep.Started;
}
