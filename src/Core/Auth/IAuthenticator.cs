namespace Zot.Auth;

/// <summary>
/// Authenticates requests by one kind of credentials. Authenticators are tried in order, and the first that finds its
/// kind of credentials decides, without falling through to the next.
/// </summary>
public interface IAuthenticator
{
    /// <summary>
    /// Indicates whether the authenticator accepts a name and a password, so that Docker can be challenged for them.
    /// </summary>
    bool TakesPasswords => false;

    /// <summary>Authenticates a request.</summary>
    ValueTask<AuthenticationResult> AuthenticateAsync(
        RequestCredentials credentials, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the value of <c>WWW-Authenticate</c> for an unauthorized request, if this authenticator defines it. The
    /// first authenticator that does decides; without one, the challenge is that of the Basic scheme.
    /// </summary>
    string? Challenge(ChallengeRequest request) => null;
}
