namespace Zot.Auth;

/// <summary>
/// One way to say who one is. Several are asked in turn, and the first that finds its kind of credentials decides: there
/// is no falling through to the next.
/// </summary>
public interface IAuthenticator
{
    /// <summary>Whether it takes a name and a password, so that Docker can be asked for them.</summary>
    bool TakesPasswords => false;

    /// <summary>Who has sent this?</summary>
    ValueTask<AuthenticationResult> AuthenticateAsync(RequestCredentials credentials, CancellationToken cancellationToken);

    /// <summary>What <c>WWW-Authenticate</c> says to whom this authenticator lets in, and nobody else does.</summary>
    /// <returns>The challenge; <see langword="null"/> for the one of the Basic scheme.</returns>
    string? Challenge(RequestCredentials credentials) => null;
}
