namespace Zot.Auth.Basic;

/// <summary>Authenticates by a name and a password in the header <c>Authorization</c>.</summary>
/// <param name="users">The password authenticators, in the order in which they are tried.</param>
/// <remarks>RFC 7617. Some clients send an empty name with an empty password instead of no header.</remarks>
public sealed class BasicAuthenticator(params IReadOnlyList<IPasswordAuthenticator> users) : IAuthenticator
{
    /// <inheritdoc/>
    public bool TakesPasswords => true;

    /// <inheritdoc/>
    public ValueTask<AuthenticationResult> AuthenticateAsync(
        RequestCredentials credentials, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        return credentials.Authorization is not { Length: > 0 } header || BasicCredentials.AreEmpty(header)
            ? ValueTask.FromResult(AuthenticationResult.Absent)
            : CheckAsync(header, credentials.Client, cancellationToken);
    }

    private async ValueTask<AuthenticationResult> CheckAsync(
        string header, string client, CancellationToken cancellationToken)
    {
        if (BasicCredentials.TryParse(header, out var given))
        {
            foreach (var each in users)
            {
                if (await each.AuthenticateAsync(given.Name, given.Password, client, cancellationToken) is { } user)
                {
                    return AuthenticationResult.Of(user, each.StartsSessions);
                }
            }
        }

        return AuthenticationResult.Rejected;
    }
}
