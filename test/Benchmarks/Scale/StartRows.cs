using Zot.Benchmarks.Comparison;

namespace Zot.Benchmarks.Scale;

/// <summary>The rows of a start.</summary>
internal sealed class StartRows(string with, double atMost)
{
    internal Row Listening { get; } = new($"start until it listens{with}", "ms");

    internal Row First { get; } = new($"start until the first manifest{with}", "ms");

    internal Row Cpu { get; } = new($"processor time until then{with}", "ms");

    internal IReadOnlyList<ScaleRow> Lines =>
    [
        new(Listening, ScaleRows.Few, ScaleRows.All, atMost),
        new(First, ScaleRows.Few, ScaleRows.All, atMost),
        new(Cpu, ScaleRows.Few, ScaleRows.All),
    ];
}
