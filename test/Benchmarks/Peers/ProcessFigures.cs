using System.Globalization;

namespace Zot.Benchmarks.Peers;

/// <summary>What the kernel accounts to a process and its children.</summary>
/// <remarks>proc(5).</remarks>
internal static class ProcessFigures
{
    // sysconf(_SC_CLK_TCK), the unit of /proc/<pid>/stat, is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Seconds of CPU used so far, in user and kernel mode.</summary>
    internal static double CpuSeconds(int pid) => Sum(pid, id =>
    {
        // The second field is the name in parentheses, which may hold spaces: count from behind it.
        var stat = File.ReadAllText($"/proc/{id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
    });

    /// <summary>Resident memory in MiB; pages that a parent shares with its children count once for each.</summary>
    internal static double ResidentMiB(int pid) => Sum(pid, id => MiB($"/proc/{id}/status", "VmRSS:"));

    /// <summary>Resident memory in MiB; a page that several processes share counts for each in part.</summary>
    internal static double ProportionalMiB(int pid) => Sum(pid, id => MiB($"/proc/{id}/smaps_rollup", "Pss:"));

    private static double MiB(string file, string label)
    {
        var line = File.ReadLines(file).First(text => text.StartsWith(label, StringComparison.Ordinal));
        return Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) / 1024;
    }

    private static double Sum(int pid, Func<int, double> figure)
    {
        var children = File.ReadAllText($"/proc/{pid}/task/{pid}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return figure(pid) + children.Sum(child => figure(int.Parse(child, CultureInfo.InvariantCulture)));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
