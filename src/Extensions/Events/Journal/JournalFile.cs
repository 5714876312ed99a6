#if EXT_EVENTS
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Zot.Metadata.Sqlite;

namespace Zot.Extensions.Events;

/// <summary>The file the journal is.</summary>
internal static partial class JournalFile
{
    /// <summary>Opens the journal for writing, making it if need be.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isDurable">Whether what is written survives the end of the machine, and not only of the process.</param>
    /// <param name="time">The clock that names what is set aside.</param>
    /// <param name="logger">Who is told of a journal that is set aside.</param>
    public static SqliteConnection Open(string path, bool isDurable, TimeProvider time, ILogger logger) =>
        Of(path).Open(isDurable, time, (cause, aside) => LogSetAside(logger, cause, aside));

    /// <summary>The size of a journal, in bytes.</summary>
    public static long SizeOf(string path) => Of(path).Length;

    /// <summary>Opens the journal for reading, beside a writer.</summary>
    public static SqliteConnection OpenReader(string path) => Of(path).OpenReader();

    private static SqliteFile Of(string path) => new(path, JournalSchema.Create, JournalSchema.Version);

    [LoggerMessage(5002, LogLevel.Error, "event journal is damaged and was set aside, events not yet delivered are in it: {Path}")]
    private static partial void LogSetAside(ILogger logger, Exception cause, string path);
}
#endif
