namespace Zot.Benchmarks;

/// <summary>The exception thrown when a run cannot continue; the message is shown to the user.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
