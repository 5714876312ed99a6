using Zot.Auth.ApiKeys;
using Zot.Metadata.Users;

namespace Zot.Server.Serving;

/// <summary>What is kept of users in the data directory, opened when it is asked for first.</summary>
internal sealed class UserFiles : IDisposable
{
    // What cannot be opened now may be later: no failure is kept.
    private const LazyThreadSafetyMode Again = LazyThreadSafetyMode.PublicationOnly;

    private readonly Lazy<UserDatabase> _database;

    /// <summary>Opens nothing yet.</summary>
    public UserFiles(string directory, bool isWritable, ILoggerFactory loggers, TimeProvider time)
    {
        _database = new(() => new UserDatabase(directory, time, loggers.CreateLogger<UserDatabase>(), isWritable), Again);
        ApiKeys = new(() => new SqliteApiKeyStore(_database.Value, loggers.CreateLogger<SqliteApiKeyStore>()), Again);
    }

    /// <summary>API keys.</summary>
    public Lazy<IApiKeyStore> ApiKeys { get; }

    /// <summary>Stars and bookmarks.</summary>
    /// <exception cref="CommandException">The file cannot be opened.</exception>
    public IUserPreferences OpenPreferences()
    {
        try
        {
            return new SqliteUserPreferences(_database.Value);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            throw new CommandException(cause.Message, cause);
        }
    }

    /// <summary>The file of both, opened if need be.</summary>
    /// <exception cref="InvalidOperationException">It was written by a later version.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public UserDatabase Open() => _database.Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_database.IsValueCreated)
        {
            _database.Value.Dispose();
        }
    }
}
