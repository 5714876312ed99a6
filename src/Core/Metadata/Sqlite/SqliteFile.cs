using Microsoft.Data.Sqlite;

namespace Zot.Metadata.Sqlite;

/// <summary>A database in a file of the data directory. One that is damaged is set aside, never in the way, and never deleted.</summary>
/// <param name="path">The file.</param>
/// <param name="schema">What makes the tables, where they are not there.</param>
/// <param name="version">Grows with each change of the tables; a file of a later version is refused.</param>
public sealed class SqliteFile(string path, string schema, int version)
{
    private const int Corrupt = 11;
    private const int NoDatabase = 26;

    // To read a larger file would take longer than the rest of a start: what is wrong in it shows when it is come to.
    private const long MaxCheckedLength = 4 * 1024 * 1024;

    // A log that once grew is not kept at that size: one transaction may be larger than a day's others.
    private const long MaxLogLength = 16 * 1024 * 1024;

    private static readonly string[] Suffixes = ["", "-wal", "-shm"];

    /// <summary>Its size, in bytes.</summary>
    public long Length =>
        Suffixes.Select(suffix => new FileInfo(path + suffix)).Where(static file => file.Exists).Sum(static file => file.Length);

    /// <summary>Opens it for writing, making it if need be.</summary>
    /// <param name="isDurable">Whether what is written survives the end of the machine, and not only of the process.</param>
    /// <param name="time">The clock that names what is set aside.</param>
    /// <param name="setAside">Is told why, and where a damaged file is now.</param>
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

    /// <summary>Opens it where nothing can be written, as the disk is full or read-only: what is written fails.</summary>
    /// <remarks>A missing file counts as an empty one. What a crash has left in the log beside the file is not read.</remarks>
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

    /// <summary>Opens it for reading, beside a writer.</summary>
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
            if ((long)Read(connection, "PRAGMA user_version")! > version)
            {
                throw new InvalidOperationException($"{path} was written by a later version of this program");
            }

            Execute(connection, schema);
            Execute(connection, $"PRAGMA user_version={version}");
            return new FileInfo(path).Length > MaxCheckedLength || Read(connection, "PRAGMA quick_check(1)") is "ok"
                ? connection
                : throw new SqliteException("the database is damaged", Corrupt);
        }
        catch // whatever it is: nobody gets the connection, so nobody else closes it
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
