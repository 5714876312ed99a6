namespace Zot.Benchmarks.Scale;

/// <summary>A completed sweep.</summary>
internal readonly record struct Sweep(DateTimeOffset Started, DateTimeOffset Ended)
{
    internal TimeSpan Duration => Ended - Started;
}
