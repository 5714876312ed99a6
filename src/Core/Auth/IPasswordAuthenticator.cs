namespace Zot.Auth;

/// <summary>Knows users by name and password. Several are asked in turn; the first that knows the user wins.</summary>
public interface IPasswordAuthenticator
{
    /// <summary>Whether a browser has logged in with these, and need not send them again for a while.</summary>
    bool StartsSessions => true;

    /// <summary>Checks a name and a password.</summary>
    /// <returns>The user; <see langword="null"/> when the credentials are not good here.</returns>
    ValueTask<Identity?> AuthenticateAsync(string name, string password, CancellationToken cancellationToken);

    /// <summary>Checks a name and a password.</summary>
    /// <param name="name">The name.</param>
    /// <param name="password">The password.</param>
    /// <param name="client">The address or network of the client: slow checks of different clients take turns.</param>
    /// <param name="cancellationToken">The request.</param>
    /// <returns>The user; <see langword="null"/> when the credentials are not valid here.</returns>
    ValueTask<Identity?> AuthenticateAsync(string name, string password, string client, CancellationToken cancellationToken) =>
        AuthenticateAsync(name, password, cancellationToken);
}
