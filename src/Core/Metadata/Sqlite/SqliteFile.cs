using Microsoft.Data.Sqlite;

namespace Zot.Metadata.Sqlite;

/// <summary>A database file of the data directory. A damaged file is moved aside, never deleted.</summary>
/// <param name="path">The file.</param>
/// <param name="schema">The statements that create missing tables.</param>
/// <param name="version">
/// The schema version, incremented with each change of the tables; files of later versions are rejected.
/// </param>
/// <param name="upgrade">
/// The statements that run after <paramref name="schema"/> for a file of an earlier version.
/// </param>
public sealed class SqliteFile(string path, string schema, int version, string upgrade = "")
{
    private const int Corrupt = 11;
    private const int NoDatabase = 26;

    // Checking a larger file would take longer than the rest of a start: its damage is found when it is read.
    private const long MaxCheckedLength = 4 * 1024 * 1024;

    // The log is truncated to this size: a single transaction may be larger than the rest of a day's.
    private const long MaxLogLength = 16 * 1024 * 1024;

    private static readonly string[] Suffixes = ["", "-wal", "-shm"];

    /// <summary>The size of the database with its log, in bytes.</summary>
    public long Length =>
        Suffixes.Select(suffix => new FileInfo(path + suffix))
            .Where(static file => file.Exists)
            .Sum(static file => file.Length);

    /// <summary>Opens the database for writing and creates it if it is missing.</summary>
    /// <param name="isDurable">True if writes must survive a power loss, not only a crash of the process.</param>
    /// <param name="time">The clock for the name of a file that is moved aside.</param>
    /// <param name="setAside">Called with the cause and the new path of a damaged file.</param>
    /// <exception cref="InvalidOperationException">The file was written by a later version.</exception>
    public SqliteConnection Open(bool isDurable, TimeProvider time, Action<Exception, string> setAside)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(setAside);
        NativeSqlite.Prepare();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return Prepare(isDurable);
        }
        catch (SqliteException cause) when (cause.SqliteErrorCode is Corrupt or NoDatabase)
        {
            var aside = $"{path}.damaged-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}";
            foreach (var suffix in Suffixes.Where(suffix => File.Exists(path + suffix)))
            {
                File.Move(path + suffix, aside + suffix, overwrite: true);
            }

            setAside(cause, aside);
            return Prepare(isDurable);
        }
    }

    /// <summary>Opens the database on a full or read-only disk: writes fail.</summary>
    /// <remarks>A missing file counts as empty. The write-ahead log that a crash left is not read.</remarks>
    public SqliteConnection OpenUnwritable()
    {
        NativeSqlite.Prepare();
        var exists = File.Exists(path);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = exists ? $"{new Uri(Path.GetFullPath(path)).AbsoluteUri}?immutable=1" : ":memory:",
            Mode = exists ? SqliteOpenMode.ReadOnly : SqliteOpenMode.Memory,
            Pooling = false,
        }.ToString());
        connection.Open();
        if (!exists)
        {
            Execute(connection, schema);
            Execute(connection, "PRAGMA query_only=1");
        }

        return connection;
    }

    /// <summary>Opens the database for reading, concurrently with a writer.</summary>
    public SqliteConnection OpenReader() => Connect();

    private SqliteConnection Prepare(bool isDurable)
    {
        var connection = Connect();
        try
        {
            Execute(connection, "PRAGMA journal_mode=WAL");
            Execute(connection, isDurable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
            Execute(connection, $"PRAGMA journal_size_limit={MaxLogLength}");
            Execute(connection, "PRAGMA temp_store=MEMORY");
            var found = (long)Read(connection, "PRAGMA user_version")!;
            if (found > version)
            {
                throw new InvalidOperationException($"{path} was written by a later version of this program");
            }

            Execute(connection, schema);
            if (found > 0 && found < version)
            {
                Execute(connection, upgrade);
            }

            Execute(connection, $"PRAGMA user_version={version}");
            return new FileInfo(path).Length > MaxCheckedLength || Read(connection, "PRAGMA quick_check(1)") is "ok"
                ? connection
                : throw new SqliteException("the database is damaged", Corrupt);
        }
        catch // the caller does not get the connection, so it is closed here
        {
            connection.Dispose();
            throw;
        }
    }

    private SqliteConnection Connect()
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

    private static object? Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
