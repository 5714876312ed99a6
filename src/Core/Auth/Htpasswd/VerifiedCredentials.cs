using System.Collections.Concurrent;

namespace Zot.Auth.Htpasswd;

/// <summary>
/// Caches credentials verified since the file was last read, so that the slow check runs once for each.
/// </summary>
internal sealed class VerifiedCredentials
{
    // A user has one valid password, so this is the number of active users before some are checked again.
    private const int Capacity = 16 * 1024;

    private readonly ConcurrentDictionary<CredentialKey, Identity> _identities = new();

    public Identity? Find(CredentialKey key) => _identities.GetValueOrDefault(key);

    public void Add(CredentialKey key, Identity identity)
    {
        if (_identities.Count >= Capacity)
        {
            _identities.Clear();
        }

        _identities[key] = identity;
    }

    public void Clear() => _identities.Clear();
}
