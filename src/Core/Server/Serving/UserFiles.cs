using Zot.Auth.ApiKeys;
using Zot.Client.Commands;
using Zot.Metadata.Users;

namespace Zot.Server.Serving;

/// <summary>The user data in the data directory, opened on first use.</summary>
internal sealed class UserFiles : IDisposable
{
    // A failure is not cached: a later attempt to open may succeed.
    private const LazyThreadSafetyMode Again = LazyThreadSafetyMode.PublicationOnly;

    private readonly Lazy<UserDatabase> _database;

    /// <summary>Creates the instance without opening any file.</summary>
    public UserFiles(string directory, bool isWritable, ILoggerFactory loggers, TimeProvider time)
    {
        _database =
            new(() => new UserDatabase(directory, time, loggers.CreateLogger<UserDatabase>(), isWritable), Again);
        ApiKeys = new(() => new SqliteApiKeyStore(_database.Value, loggers.CreateLogger<SqliteApiKeyStore>()), Again);
    }

    /// <summary>The API key store.</summary>
    public Lazy<IApiKeyStore> ApiKeys { get; }

    /// <summary>Opens the stars and bookmarks.</summary>
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

    /// <summary>Returns the database of API keys and preferences, opened if necessary.</summary>
    /// <exception cref="InvalidOperationException">The file was written by a later version.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
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
