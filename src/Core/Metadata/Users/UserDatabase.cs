using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Zot.Metadata.Sqlite;
using Zot.Registry;

namespace Zot.Metadata.Users;

/// <summary>The database of users: a file of the data directory, with one writer at a time.</summary>
/// <remarks>Separate from the metadata index, which can be rebuilt; this data cannot.</remarks>
public sealed partial class UserDatabase : IDisposable
{
    /// <summary>The path of the file below the data directory, in a directory that cannot be a repository.</summary>
    public const string Path = "_metadata/users.db";

    private const int Version = 1;

    // SQLite result codes.
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

    /// <summary>Opens the file and creates it if it is missing.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log of a damaged file.</param>
    /// <param name="isWritable">True if the disk is writable; otherwise, writes fail.</param>
    /// <exception cref="InvalidOperationException">The file was written by a later version.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public UserDatabase(string directory, TimeProvider time, ILogger<UserDatabase> logger, bool isWritable = true)
    {
        _logger = logger;
        try
        {
            var file = new SqliteFile(System.IO.Path.Combine(directory, Path), Schema, Version);
            _connection = isWritable ? file.Open(isDurable: true, time, LogMovedAside) : file.OpenUnwritable();
        }
        catch (SqliteException cause)
        {
            throw new IOException($"failed to open the users' file {Path}: {cause.Message}", cause);
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

    /// <summary>Runs a change atomically. It is durable when the method returns.</summary>
    /// <param name="change">Executes the statements of the change.</param>
    /// <exception cref="IOException">The change cannot be written.</exception>
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
                throw new IOException($"failed to write the users' file {Path}: {cause.Message}", cause)
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

    /// <summary>Runs a query.</summary>
    /// <param name="read">Executes the query.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
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
                throw new IOException($"failed to read the users' file {Path}: {cause.Message}", cause);
            }
        }
    }

    [LoggerMessage(4045, LogLevel.Error,
        "users' file was damaged and moved aside with its API keys, stars and bookmarks: {Path}")]
    private partial void LogMovedAside(Exception cause, string path);
}
