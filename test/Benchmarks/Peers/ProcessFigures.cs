using System.Globalization;

namespace Zot.Benchmarks.Peers;

/// <summary>The resource usage of a process and its children, from the kernel.</summary>
/// <remarks>proc(5).</remarks>
internal static class ProcessFigures
{
    // sysconf(_SC_CLK_TCK), the unit of /proc/<pid>/stat, is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Returns the CPU time so far in user and kernel mode, in seconds.</summary>
    internal static double CpuSeconds(int pid) => Sum(pid, id =>
    {
        // The second field is the name in parentheses, which may contain spaces, so fields are counted after it.
        var stat = File.ReadAllText($"/proc/{id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
    });

    /// <summary>Returns the resident memory in MiB; pages shared by a parent and its children count for each.</summary>
    internal static double ResidentMiB(int pid) => Sum(pid, id => MiB($"/proc/{id}/status", "VmRSS:"));

    /// <summary>Returns the proportional memory in MiB; shared pages are divided among the processes.</summary>
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
