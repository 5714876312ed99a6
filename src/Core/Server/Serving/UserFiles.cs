using Zot.Auth.ApiKeys;
using Zot.Metadata.Users;

namespace Zot.Server.Serving;

/// <summary>What is kept of users in the data directory, opened when it is asked for first.</summary>
internal sealed class UserFiles(string directory, ILoggerFactory loggers, TimeProvider time) : IDisposable
{
    /// <summary>API keys.</summary>
    public Lazy<IApiKeyStore> ApiKeys { get; } =
        new(() => new SqliteApiKeyStore(directory, time, loggers.CreateLogger<SqliteApiKeyStore>()), LazyThreadSafetyMode.PublicationOnly);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (ApiKeys.IsValueCreated)
        {
            (ApiKeys.Value as IDisposable)?.Dispose();
        }
    }
}
