#if EXT_METRICS
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Zot.Extensions.Metrics;

/// <summary>The resource usage of the process, by the common names of Prometheus clients.</summary>
/// <remarks>Read when collected, where the platform supports it.</remarks>
internal sealed class ProcessMeter : IDisposable
{
    private const string OpenFiles = "/proc/self/fd";
    private const string Limits = "/proc/self/limits";
    private const string MaxOpenFiles = "Max open files";

    private readonly double _started;

    public ProcessMeter()
    {
        using var process = Process.GetCurrentProcess();
        _started = (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
        Meter.CreateObservableGauge(
            "process.start.time.seconds", () => _started, unit: null, "Start of the process, in seconds since 1970.");
        Meter.CreateObservableGauge(
            "process.resident.memory.bytes", static () => Environment.WorkingSet, unit: null, "Memory in use.");
        Meter.CreateObservableGauge("process.virtual.memory.bytes", VirtualMemory, unit: null, "Address space in use.");
        Meter.CreateObservableGauge("process.open.fds", OpenFileCount, unit: null, "Open files and sockets.");
        Meter.CreateObservableGauge(
            "process.max.fds", MaxOpenFileCount, unit: null, "Maximum number of open files and sockets.");
        if (!OperatingSystem.IsIOS() && !OperatingSystem.IsTvOS() && !OperatingSystem.IsBrowser())
        {
            Meter.CreateObservableCounter(
                "process.cpu.seconds",
                static () => Environment.CpuUsage.TotalTime.TotalSeconds, unit: null, "Processor time used.");
        }
    }

    /// <summary>The meter that owns the instruments.</summary>
    public Meter Meter { get; } = new("Zot.Process");

    public void Dispose() => Meter.Dispose();

    private static long VirtualMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.VirtualMemorySize64;
    }

    private static IEnumerable<Measurement<long>> OpenFileCount() =>
        Find(static () => Directory.Exists(OpenFiles) ? Directory.EnumerateFileSystemEntries(OpenFiles)
            .LongCount() : null);

    private static IEnumerable<Measurement<long>> MaxOpenFileCount() => Find(static () =>
    {
        // "Max open files            1024                 1048576              files"
        var line = File.Exists(Limits)
            ? File.ReadLines(Limits)
                .FirstOrDefault(static line => line.StartsWith(MaxOpenFiles, StringComparison.Ordinal))
            : null;
        var soft = line?[MaxOpenFiles.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, out var limit) ? limit : null;
    });

    private static Measurement<long>[] Find(Func<long?> look)
    {
        try
        {
            return look() is { } value ? [new Measurement<long>(value)] : [];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return []; // not available on this platform; the other metrics are
        }
    }
}
#endif
