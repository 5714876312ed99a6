namespace Zot.Benchmarks.Scale;

/// <summary>A sweep that has ended.</summary>
internal readonly record struct Sweep(DateTimeOffset Started, DateTimeOffset Ended)
{
    internal TimeSpan Duration => Ended - Started;
}
