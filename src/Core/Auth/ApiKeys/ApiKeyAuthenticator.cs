namespace Zot.Auth.ApiKeys;

/// <summary>Knows users by name and an API key in place of the password.</summary>
/// <param name="keys">Where keys are kept.</param>
/// <param name="isUser">Whether there still is such a user: a key ends with its user.</param>
/// <param name="time">The clock.</param>
public sealed class ApiKeyAuthenticator(IApiKeyStore keys, Func<string, bool> isUser, TimeProvider time) : IPasswordAuthenticator
{
    // To write it down at each request would cost more than the request.
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    /// <remarks>A key can be removed, and what was begun with it would go on.</remarks>
    public bool StartsSessions => false;

    /// <inheritdoc/>
    public ValueTask<Identity?> AuthenticateAsync(string name, string password, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (ApiKeySecret.Hash(password) is not { } hash
            || keys.Find(hash) is not { } key
            || key.User != name
            || key.IsExpired(now)
            || !isUser(name))
        {
            return ValueTask.FromResult<Identity?>(null);
        }

        if (key.LastUsed is not { } last || now - last >= Precision)
        {
            keys.NoteUse(hash, now);
        }

        return ValueTask.FromResult<Identity?>(new Identity(name, []) { Expires = key.Expires });
    }
}
