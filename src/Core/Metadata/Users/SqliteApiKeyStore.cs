using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Zot.Auth.ApiKeys;

namespace Zot.Metadata.Users;

/// <summary>API keys in the users' file, cached in memory for the lookup of each request.</summary>
public sealed partial class SqliteApiKeyStore : IApiKeyStore
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, ApiKey> _keys = new(StringComparer.Ordinal);
    private readonly UserDatabase _users;
    private readonly ILogger _logger;

    /// <summary>Reads all keys.</summary>
    /// <param name="users">The file, which is not closed here.</param>
    /// <param name="logger">The log of failures to record the use of a key.</param>
    /// <exception cref="IOException">The keys cannot be read.</exception>
    public SqliteApiKeyStore(UserDatabase users, ILogger<SqliteApiKeyStore> logger)
    {
        ArgumentNullException.ThrowIfNull(users);
        (_users, _logger) = (users, logger);
        foreach (var (hash, key) in users.Read(
            static statements => statements.Query("SELECT hash, body FROM api_keys", ReadRow)))
        {
            _keys[hash] = key;
        }
    }

    /// <inheritdoc/>
    public ValueTask<ApiKey?> FindAsync(string hash, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_keys.GetValueOrDefault(hash));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ApiKey>> ListAsync(string user, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<ApiKey>>(
            [.. _keys.Values.Where(key => key.User == user).OrderBy(static key => key.Created)]);

    /// <inheritdoc/>
    public ValueTask AddAsync(string hash, ApiKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Write(hash, key);
            _keys[hash] = key;
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask RemoveAsync(string user, string id, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var (hash, _) in _keys.Where(key => key.Value.User == user && key.Value.Id == id))
            {
                _users.Write(
                    statements => statements.Execute("DELETE FROM api_keys WHERE hash = $hash", ("$hash", hash)));
                _keys.TryRemove(hash, out _);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask NoteUseAsync(string hash, DateTimeOffset time, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Another request may have recorded a use or removed the key meanwhile.
            if (_keys.TryGetValue(hash, out var key) && !(key.LastUsed >= time))
            {
                _keys[hash] = key = key with { LastUsed = time };
                try
                {
                    Write(hash, key);
                }
                catch (IOException cause)
                {
                    LogNotWritten(cause);
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Adds a missing key, before a store has read the keys.</summary>
    internal static int Insert(UserStatements statements, string hash, ApiKey key) =>
        statements.Execute(
            "INSERT INTO api_keys(hash, body) VALUES($hash, $body) ON CONFLICT DO NOTHING", Values(hash, key));

    private static (string Hash, ApiKey Key) ReadRow(SqliteDataReader row) =>
        (row.GetString(0), JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(1), ApiKeyJson.Default.ApiKey)!);

    private void Write(string hash, ApiKey key) => _users.Write(statements => statements.Execute(
        "INSERT INTO api_keys(hash, body) VALUES($hash, $body) ON CONFLICT DO UPDATE SET body = excluded.body",
        Values(hash, key)));

    private static (string Name, object? Value)[] Values(string hash, ApiKey key) =>
        [("$hash", hash), ("$body", JsonSerializer.SerializeToUtf8Bytes(key, ApiKeyJson.Default.ApiKey))];

    [LoggerMessage(4046, LogLevel.Error, "failed to write the last use of an API key")]
    private partial void LogNotWritten(Exception cause);
}
