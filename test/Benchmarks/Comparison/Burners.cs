using System.Diagnostics;

namespace Zot.Benchmarks.Comparison;

/// <summary>One process per processor that does nothing but use it, at the priority of the servers.</summary>
internal sealed class Burners : IDisposable
{
    private readonly List<Process> _processes =
    [
        .. Enumerable.Range(0, Environment.ProcessorCount)
            .Select(_ => Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "while :; do :; done"]) { UseShellExecute = false })!),
    ];

    /// <summary>Ends all of them.</summary>
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
