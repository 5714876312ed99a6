namespace Zot.Auth.ApiKeys;

/// <summary>Stores API keys.</summary>
public interface IApiKeyStore
{
    /// <summary>
    /// Finds the key with a hash (<see cref="ApiKeySecret.Hash"/>); <see langword="null"/> if no such key exists.
    /// </summary>
    ApiKey? Find(string hash);

    /// <summary>Returns the keys of a user, oldest first.</summary>
    IReadOnlyList<ApiKey> Of(string user);

    /// <summary>Stores a key. The key is durable when this method returns.</summary>
    /// <exception cref="IOException">The key cannot be stored.</exception>
    void Add(string hash, ApiKey key);

    /// <summary>Removes a key of a user, if it exists.</summary>
    /// <exception cref="IOException">The key cannot be removed.</exception>
    void Remove(string user, string id);

    /// <summary>Records the use of a key. Never fails.</summary>
    void NoteUse(string hash, DateTimeOffset time);
}
