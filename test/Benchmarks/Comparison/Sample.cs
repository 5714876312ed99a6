namespace Zot.Benchmarks.Comparison;

/// <summary>One measurement: a value in the unit of its row, and the CPU time that the server used for it.</summary>
internal readonly record struct Sample(double Value, double? Cpu = null, double? MillisecondsAt99 = null);
