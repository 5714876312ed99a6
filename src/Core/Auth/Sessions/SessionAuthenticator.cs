namespace Zot.Auth.Sessions;

/// <summary>Knows by their session those who have logged in with a browser.</summary>
/// <param name="sessions">Where sessions are kept.</param>
/// <param name="isUser">Whether there still is such a user: a session ends with its user.</param>
/// <remarks>
/// Only for requests that say by a header that they come from the browser interface: no page of another origin can make a
/// browser send that, so that the cookie alone is good for nothing. Nobody else is asked who such a request comes from, as in zot.
/// </remarks>
public sealed class SessionAuthenticator(ISessionStore sessions, Func<string, bool> isUser) : IAuthenticator
{
    /// <inheritdoc/>
    public async ValueTask<AuthenticationResult> AuthenticateAsync(RequestCredentials credentials, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        if (!credentials.IsBrowser)
        {
            return AuthenticationResult.Absent;
        }

        return credentials.Session is { Length: > 0 } ticket
            && await sessions.FindAsync(ticket, cancellationToken) is { } user
            && isUser(user.Name)
                ? AuthenticationResult.Of(user)
                : AuthenticationResult.WithoutSession;
    }
}
