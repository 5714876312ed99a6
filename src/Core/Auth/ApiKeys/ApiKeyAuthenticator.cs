namespace Zot.Auth.ApiKeys;

/// <summary>Authenticates users by name and an API key in place of the password.</summary>
/// <param name="keys">The store of the keys.</param>
/// <param name="users">The users: a key becomes invalid with its user.</param>
/// <param name="time">The clock.</param>
public sealed class ApiKeyAuthenticator(IApiKeyStore keys, IUserDirectory users, TimeProvider time)
    : IPasswordAuthenticator
{
    // Storing the time of every use would cost more than the request itself.
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    /// <remarks>A key can be revoked, but a session started with it would remain valid.</remarks>
    public bool StartsSessions => false;

    /// <inheritdoc/>
    public async ValueTask<Identity?> AuthenticateAsync(
        string name, string password, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (ApiKeySecret.Hash(password) is not { } hash
            || await keys.FindAsync(hash, cancellationToken) is not { } key
            || key.User != name
            || key.IsExpired(now)
            || !await users.KnowsAsync(name, cancellationToken))
        {
            return null;
        }

        if (key.LastUsed is not { } last || now - last >= Precision)
        {
            await keys.NoteUseAsync(hash, now, cancellationToken);
        }

        return new Identity(name, []) { Expires = key.Expires };
    }
}
