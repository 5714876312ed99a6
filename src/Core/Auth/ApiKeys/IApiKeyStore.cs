namespace Zot.Auth.ApiKeys;

/// <summary>Where API keys are kept.</summary>
public interface IApiKeyStore
{
    /// <summary>The key with a hash (<see cref="ApiKeySecret.Hash"/>); <see langword="null"/> when there is none.</summary>
    ApiKey? Find(string hash);

    /// <summary>The keys of a user, the oldest first.</summary>
    IReadOnlyList<ApiKey> Of(string user);

    /// <summary>Keeps a key. It is there when this returns, whatever happens to the machine.</summary>
    /// <exception cref="IOException">It cannot be kept.</exception>
    void Add(string hash, ApiKey key);

    /// <summary>Forgets a key of a user; there may be none of that name.</summary>
    /// <exception cref="IOException">It cannot be forgotten.</exception>
    void Remove(string user, string id);

    /// <summary>Notes that a key was used. Never fails.</summary>
    void NoteUse(string hash, DateTimeOffset time);
}
