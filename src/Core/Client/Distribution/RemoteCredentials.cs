namespace Zot.Client.Distribution;

/// <summary>The credentials for a registry: a user name and a password, or a token of the registry itself.</summary>
public sealed class RemoteCredentials
{
    private RemoteCredentials(string? user, string secret) => (User, Secret) = (user, secret);

    /// <summary>The name of the user; <see langword="null"/> for a token.</summary>
    public string? User { get; }

    /// <summary>The password or the token.</summary>
    internal string Secret { get; }

    /// <summary>Creates credentials of a user, for the registry or for its token service.</summary>
    /// <exception cref="ArgumentException">The name contains a colon or a control character.</exception>
    public static RemoteCredentials ForUser(string user, string password)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(password);
        return user.Contains(':') || user.Any(char.IsControl)
            ? throw new ArgumentException(
                "the user name must contain neither a colon nor a control character", nameof(user))
            : new RemoteCredentials(user, password);
    }

    /// <summary>Creates a token, which each request to the registry contains.</summary>
    /// <exception cref="ArgumentException">The token contains a character that is not allowed in a token.</exception>
    public static RemoteCredentials ForToken(string token) => BearerToken.IsWellFormed(token)
        ? new RemoteCredentials(user: null, token)
        : throw new ArgumentException("the token must contain only letters, digits and -._~+/=", nameof(token));

    /// <summary>Returns the name of the user, without the secret.</summary>
    public override string ToString() => User ?? "token";
}
