namespace Zot.Auth.ApiKeys;

/// <summary>Stores API keys.</summary>
public interface IApiKeyStore
{
    /// <summary>
    /// Finds the key with a hash (<see cref="ApiKeySecret.Hash"/>); <see langword="null"/> if no such key exists.
    /// </summary>
    ValueTask<ApiKey?> FindAsync(string hash, CancellationToken cancellationToken);

    /// <summary>Returns the keys of a user, oldest first.</summary>
    ValueTask<IReadOnlyList<ApiKey>> ListAsync(string user, CancellationToken cancellationToken);

    /// <summary>Stores a key. The key is durable when the task completes.</summary>
    /// <exception cref="IOException">The key cannot be stored.</exception>
    ValueTask AddAsync(string hash, ApiKey key, CancellationToken cancellationToken);

    /// <summary>Removes a key of a user, if it exists.</summary>
    /// <exception cref="IOException">The key cannot be removed.</exception>
    ValueTask RemoveAsync(string user, string id, CancellationToken cancellationToken);

    /// <summary>Records the use of a key. Never fails.</summary>
    ValueTask NoteUseAsync(string hash, DateTimeOffset time, CancellationToken cancellationToken);
}
