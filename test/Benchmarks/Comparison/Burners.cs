using System.Diagnostics;

namespace Zot.Benchmarks.Comparison;

/// <summary>One process per processor that keeps it busy, at the priority of the servers.</summary>
internal sealed class Burners : IDisposable
{
    private readonly List<Process> _processes =
    [
        .. Enumerable.Range(0, Environment.ProcessorCount)
            .Select(_ => Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "while :; do :; done"]) { UseShellExecute = false })!),
    ];

    /// <summary>Kills all processes.</summary>
    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
