namespace Zot.Auth;

/// <summary>
/// Authenticates users by name and password. Authenticators are tried in order; the first that finds a user wins.
/// </summary>
public interface IPasswordAuthenticator
{
    /// <summary>
    /// Indicates whether a browser that logs in with these credentials gets a session and need not send them again.
    /// </summary>
    bool StartsSessions => true;

    /// <summary>Checks a name and a password.</summary>
    /// <returns>The user; <see langword="null"/> if the credentials are not valid here.</returns>
    ValueTask<Identity?> AuthenticateAsync(string name, string password, CancellationToken cancellationToken);

    /// <summary>Checks a name and a password.</summary>
    /// <param name="name">The name.</param>
    /// <param name="password">The password.</param>
    /// <param name="client">The address or network of the client: slow checks of different clients alternate.</param>
    /// <param name="cancellationToken">Canceled when the request is aborted.</param>
    /// <returns>The user; <see langword="null"/> if the credentials are not valid here.</returns>
    ValueTask<Identity?> AuthenticateAsync(
        string name, string password, string client, CancellationToken cancellationToken) =>
        AuthenticateAsync(name, password, cancellationToken);
}
