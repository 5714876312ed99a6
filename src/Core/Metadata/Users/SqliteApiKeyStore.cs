using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Zot.Auth.ApiKeys;
using Zot.Metadata.Sqlite;

namespace Zot.Metadata.Users;

/// <summary>API keys in a file of the data directory, and in memory, where every request looks for them.</summary>
/// <remarks>A file of its own: the metadata index may be lost, and this must not.</remarks>
public sealed partial class SqliteApiKeyStore : IApiKeyStore, IDisposable
{
    /// <summary>Where it is, below the data directory: in a folder that cannot be a repository.</summary>
    public const string Path = "_metadata/users.db";

    private const int Version = 1;
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS api_keys(
            hash TEXT PRIMARY KEY,
            body BLOB NOT NULL) WITHOUT ROWID;
        """;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, ApiKey> _keys = new(StringComparer.Ordinal);
    private readonly SqliteConnection _connection;
    private readonly ILogger _logger;

    /// <summary>Opens the file, making it if need be.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Who is told of a damaged file.</param>
    /// <exception cref="InvalidOperationException">It was written by a later version.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public SqliteApiKeyStore(string directory, TimeProvider time, ILogger<SqliteApiKeyStore> logger)
    {
        _logger = logger;
        try
        {
            _connection = new SqliteFile(System.IO.Path.Combine(directory, Path), Schema, Version).Open(isDurable: true, time, LogSetAside);
            Read();
        }
        catch (SqliteException cause)
        {
            throw new IOException($"the users' file {Path} cannot be opened: {cause.Message}", cause);
        }
    }

    /// <inheritdoc/>
    public ApiKey? Find(string hash) => _keys.GetValueOrDefault(hash);

    /// <inheritdoc/>
    public IReadOnlyList<ApiKey> Of(string user) => [.. _keys.Values.Where(key => key.User == user).OrderBy(static key => key.Created)];

    /// <inheritdoc/>
    public void Add(string hash, ApiKey key)
    {
        lock (_gate)
        {
            Write(hash, key);
            _keys[hash] = key;
        }
    }

    /// <inheritdoc/>
    public void Remove(string user, string id)
    {
        lock (_gate)
        {
            foreach (var (hash, _) in _keys.Where(key => key.Value.User == user && key.Value.Id == id))
            {
                Execute("DELETE FROM api_keys WHERE hash = $hash", ("$hash", hash));
                _keys.TryRemove(hash, out _);
            }
        }
    }

    /// <inheritdoc/>
    public void NoteUse(string hash, DateTimeOffset time)
    {
        lock (_gate)
        {
            // Somebody else may have noted it, or removed the key, meanwhile.
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
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _connection.Dispose();

    private void Read()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT hash, body FROM api_keys";
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            _keys[rows.GetString(0)] = JsonSerializer.Deserialize(rows.GetFieldValue<byte[]>(1), ApiKeyJson.Default.ApiKey)!;
        }
    }

    private void Write(string hash, ApiKey key) => Execute(
        "INSERT INTO api_keys(hash, body) VALUES($hash, $body) ON CONFLICT DO UPDATE SET body = excluded.body",
        ("$hash", hash),
        ("$body", JsonSerializer.SerializeToUtf8Bytes(key, ApiKeyJson.Default.ApiKey)));

    private void Execute(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        try
        {
            using var command = _connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in values)
            {
                command.Parameters.AddWithValue(name, value);
            }

            command.ExecuteNonQuery();
        }
        catch (SqliteException cause)
        {
            throw new IOException($"the users' file {Path} cannot be written: {cause.Message}", cause);
        }
    }

    [LoggerMessage(4045, LogLevel.Error, "users' file is damaged and was set aside, the API keys in it are good no more: {Path}")]
    private partial void LogSetAside(Exception cause, string path);

    [LoggerMessage(4046, LogLevel.Error, "when an API key was used last cannot be written")]
    private partial void LogNotWritten(Exception cause);
}
