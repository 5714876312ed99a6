using System.Diagnostics;

namespace Zot.Testing.Fuzzing;

/// <summary>The current input of a worker.</summary>
internal sealed record FuzzInput(int Number, byte[] Bytes)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Gets the time since the input was started.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);
}
