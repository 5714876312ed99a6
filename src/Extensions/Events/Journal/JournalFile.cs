#if EXT_EVENTS
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Zot.Hosting;
using Zot.Metadata.Sqlite;

namespace Zot.Extensions.Events.Journal;

/// <summary>Opens the file of the journal.</summary>
internal static partial class JournalFile
{
    /// <summary>Opens the journal for writing, and creates it if it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isDurable">True if writes must survive a crash of the machine, and not only of the process.</param>
    /// <param name="time">The clock that provides the timestamp in the name of a journal that is moved aside.</param>
    /// <param name="logger">The logger, for journals that are moved aside.</param>
    /// <exception cref="StartupException">The file cannot be opened, or is not a journal
    /// that this version supports.</exception>
    public static SqliteConnection Open(string path, bool isDurable, TimeProvider time, ILogger logger)
    {
        string? damaged = null;
        SqliteConnection? connection = null;
        try
        {
            connection = Of(path).Open(isDurable, time, (cause, aside) =>
            {
                damaged = aside;
                LogMovedAside(logger, cause, aside);
            });
            Upgrade(connection);
            if (damaged is not null)
            {
                LogSalvaged(logger, new JournalSalvage(damaged).CopyTo(connection), damaged);
            }

            return connection;
        }
        catch (Exception cause)
            when (cause is SqliteException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            connection?.Dispose();
            throw new StartupException($"the event journal {path} cannot be used: {cause.Message}", cause);
        }
    }

    /// <summary>
    /// Opens the journal on a disk that is full or read-only; a journal that cannot be read is treated as empty.
    /// </summary>
    public static SqliteConnection OpenUnwritable(string path)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = Of(path).OpenUnwritable();
            Probe(connection);
            return connection;
        }
        catch (Exception cause) when (cause is SqliteException or IOException or UnauthorizedAccessException)
        {
            // Damaged, or of an earlier version: it is left unchanged for a start with a writable disk.
            connection?.Dispose();
            return Of($"{path}.missing").OpenUnwritable();
        }
    }

    /// <summary>The size of a journal, in bytes.</summary>
    public static long SizeOf(string path) => Of(path).Length;

    /// <summary>Opens the journal for reading, concurrently with a writer.</summary>
    public static SqliteConnection OpenReader(string path) => Of(path).OpenReader();

    private static SqliteFile Of(string path) => new(path, JournalSchema.Create, JournalSchema.Version);

    // Version 1 lacks columns. Probing here detects unexpected tables at startup rather than at the first push.
    private static void Upgrade(SqliteConnection connection)
    {
        foreach (var (table, column) in JournalSchema.Added)
        {
            using var count = JournalSql.Command(
                connection, "SELECT COUNT(*) FROM pragma_table_info($table) WHERE name = $column",
                ("$table", table), ("$column", column));
            if (count.ExecuteScalar() is 0L)
            {
                Execute(connection, $"ALTER TABLE {table} ADD COLUMN {column} INTEGER");
            }
        }

        Execute(connection, JournalSchema.Indexes);
        Probe(connection);
    }

    private static void Probe(SqliteConnection connection)
    {
        foreach (var probe in JournalSchema.Probes)
        {
            Execute(connection, probe);
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = JournalSql.Command(connection, sql);
        command.ExecuteNonQuery();
    }

    [LoggerMessage(5002, LogLevel.Error, "event journal is damaged and was moved aside: {Path}")]
    private static partial void LogMovedAside(ILogger logger, Exception cause, string path);

    [LoggerMessage(5001, LogLevel.Warning, "events recovered from the damaged journal: {Count} {Path}")]
    private static partial void LogSalvaged(ILogger logger, long count, string path);
}
#endif
