namespace Zot.Benchmarks;

/// <summary>Why a run cannot go on, in a sentence for whoever started it.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
