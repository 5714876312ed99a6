using System.Diagnostics;

namespace Zot.Testing.Fuzzing;

/// <summary>The input that a worker is trying.</summary>
internal sealed record FuzzInput(int Number, byte[] Bytes)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Gets the time it has taken so far.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);
}
