#if EXT_EVENTS
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Zot.Extensions.Events;

/// <summary>The file the journal is. One that is damaged is set aside, never in the way, and never deleted.</summary>
internal static partial class JournalFile
{
    private const int Corrupt = 11;
    private const int NoDatabase = 26;

    // A larger journal would take seconds to read: what is wrong in it shows when it is come to.
    private const long MaxCheckedLength = 64 * 1024 * 1024;

    private static readonly string[] Suffixes = ["", "-wal", "-shm"];

    /// <summary>Opens the journal for writing, making it if need be.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isDurable">Whether what is written survives the end of the machine, and not only of the process.</param>
    /// <param name="time">The clock that names what is set aside.</param>
    /// <param name="logger">Who is told of a journal that is set aside.</param>
    public static SqliteConnection Open(string path, bool isDurable, TimeProvider time, ILogger logger)
    {
        NativeSqlite.Prepare();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return Prepare(path, isDurable);
        }
        catch (SqliteException cause) when (cause.SqliteErrorCode is Corrupt or NoDatabase)
        {
            var aside = $"{path}.damaged-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}";
            foreach (var suffix in Suffixes.Where(suffix => File.Exists(path + suffix)))
            {
                File.Move(path + suffix, aside + suffix, overwrite: true);
            }

            LogSetAside(logger, cause, aside);
            return Prepare(path, isDurable);
        }
    }

    /// <summary>The size of a journal, in bytes.</summary>
    public static long SizeOf(string path) =>
        Suffixes.Select(suffix => new FileInfo(path + suffix)).Where(static file => file.Exists).Sum(static file => file.Length);

    /// <summary>Opens the journal for reading, beside a writer.</summary>
    public static SqliteConnection OpenReader(string path) => Connect(path);

    private static SqliteConnection Prepare(string path, bool isDurable)
    {
        var connection = Connect(path);
        try
        {
            Execute(connection, "PRAGMA journal_mode=WAL");
            Execute(connection, isDurable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
            Execute(connection, "PRAGMA temp_store=MEMORY");
            var version = Number(connection, "PRAGMA user_version");
            if (version > JournalSchema.Version)
            {
                throw new InvalidOperationException($"the event journal {path} was written by a later version");
            }

            Execute(connection, JournalSchema.Create);
            Execute(connection, $"PRAGMA user_version={JournalSchema.Version}");
            return new FileInfo(path).Length > MaxCheckedLength || IsSound(connection)
                ? connection
                : throw new SqliteException("the event journal is damaged", Corrupt);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString());
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static bool IsSound(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        return command.ExecuteScalar() is "ok";
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    [LoggerMessage(5002, LogLevel.Error, "event journal is damaged and was set aside, events not yet delivered are in it: {Path}")]
    private static partial void LogSetAside(ILogger logger, Exception cause, string path);
}
#endif
