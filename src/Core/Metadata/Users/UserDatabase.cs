using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Zot.Metadata.Sqlite;
using Zot.Registry;

namespace Zot.Metadata.Users;

/// <summary>What is kept of users: a file of the data directory, with one writer at a time.</summary>
/// <remarks>A file of its own: the metadata index may be lost, and this must not.</remarks>
public sealed partial class UserDatabase : IDisposable
{
    /// <summary>Where it is, below the data directory: in a folder that cannot be a repository.</summary>
    public const string Path = "_metadata/users.db";

    private const int Version = 1;

    // As SQLite numbers them.
    private const int ReadOnly = 8;
    private const int Full = 13;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS api_keys(
            hash TEXT PRIMARY KEY,
            body BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS marks(
            kind INTEGER NOT NULL,
            user TEXT NOT NULL,
            repository TEXT NOT NULL,
            PRIMARY KEY(kind, user, repository)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS marks_of_repository ON marks(kind, repository);
        CREATE TABLE IF NOT EXISTS imports(source TEXT PRIMARY KEY) WITHOUT ROWID;
        """;

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly ILogger _logger;

    /// <summary>Opens the file, making it if need be.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Who is told of a damaged file.</param>
    /// <param name="isWritable">Whether the disk can be written to; without that, what is written fails.</param>
    /// <exception cref="InvalidOperationException">It was written by a later version.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public UserDatabase(string directory, TimeProvider time, ILogger<UserDatabase> logger, bool isWritable = true)
    {
        _logger = logger;
        try
        {
            var file = new SqliteFile(System.IO.Path.Combine(directory, Path), Schema, Version);
            _connection = isWritable ? file.Open(isDurable: true, time, LogSetAside) : file.OpenUnwritable();
        }
        catch (SqliteException cause)
        {
            throw new IOException($"the users' file {Path} cannot be opened: {cause.Message}", cause);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _connection.Dispose();
        }
    }

    /// <summary>Changes something; all of it, or nothing. It is there when this returns, whatever happens to the machine.</summary>
    /// <param name="change">Makes the change, statement by statement.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal T Write<T>(Func<UserStatements, T> change)
    {
        lock (_gate)
        {
            try
            {
                using var transaction = _connection.BeginTransaction();
                var result = change(new UserStatements(_connection, transaction));
                transaction.Commit();
                return result;
            }
            catch (SqliteException cause)
            {
                throw new IOException($"the users' file {Path} cannot be written: {cause.Message}", cause)
                {
                    HResult = cause.SqliteErrorCode switch
                    {
                        ReadOnly => MediumFailures.ReadOnly,
                        Full => MediumFailures.NoSpace,
                        _ => cause.HResult,
                    },
                };
            }
        }
    }

    /// <summary>Reads something.</summary>
    /// <param name="read">Reads it.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal T Read<T>(Func<UserStatements, T> read)
    {
        lock (_gate)
        {
            try
            {
                return read(new UserStatements(_connection, transaction: null));
            }
            catch (SqliteException cause)
            {
                throw new IOException($"the users' file {Path} cannot be read: {cause.Message}", cause);
            }
        }
    }

    [LoggerMessage(4045, LogLevel.Error, "users' file is damaged and was set aside, with the API keys, stars and bookmarks in it: {Path}")]
    private partial void LogSetAside(Exception cause, string path);
}
