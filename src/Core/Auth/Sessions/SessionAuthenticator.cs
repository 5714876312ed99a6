namespace Zot.Auth.Sessions;

/// <summary>Authenticates browser users by their session.</summary>
/// <param name="sessions">The session store.</param>
/// <param name="users">The users: a session ends with its user.</param>
/// <remarks>
/// Applies only to requests with the header of the browser interface: a page of another origin cannot make a browser
/// send that header, so the cookie alone is useless. No other authenticator is tried for such a request, as in zot.
/// </remarks>
public sealed class SessionAuthenticator(ISessionStore sessions, IUserDirectory users) : IAuthenticator
{
    /// <inheritdoc/>
    public async ValueTask<AuthenticationResult> AuthenticateAsync(
        RequestCredentials credentials, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        if (!credentials.IsBrowser)
        {
            return AuthenticationResult.Absent;
        }

        return credentials.Session is { Length: > 0 } ticket
            && await sessions.FindAsync(ticket, cancellationToken) is { } user
            && await users.KnowsAsync(user.Name, cancellationToken)
                ? AuthenticationResult.Of(user)
                : AuthenticationResult.WithoutSession;
    }
}
