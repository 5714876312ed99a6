namespace Zot.Server.Serving;

/// <summary>Reads the resource limits of the process.</summary>
internal static partial class ProcessLimits
{
    private const string Limits = "/proc/self/limits";

    /// <summary>Logs the limits of open files and memory, and the number of processors.</summary>
    public static void Log(ILogger logger)
    {
        var (soft, hard) = OpenFiles();
        LogLimits(logger, soft, hard, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, Environment.ProcessorCount);
    }

    private static (string? Soft, string? Hard) OpenFiles()
    {
        try
        {
            // "Max open files            1024                 1048576              files"
            var line = File.ReadLines(Limits)
                .FirstOrDefault(static line => line.StartsWith("Max open files", StringComparison.Ordinal));
            return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var soft, var hard, ..]
                ? (soft, hard)
                : default;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return default; // not on this platform
        }
    }

    [LoggerMessage(1002, LogLevel.Information,
        "process limits: {OpenFilesSoft}, {OpenFilesHard}, {MemoryBytes}, {Cpus}")]
    private static partial void LogLimits(
        ILogger logger, string? openFilesSoft, string? openFilesHard, long memoryBytes, int cpus);
}
