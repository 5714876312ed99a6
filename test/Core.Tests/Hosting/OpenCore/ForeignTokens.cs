using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Configuration.Http;

namespace Zot.Core.Tests.Hosting.OpenCore;

/// <summary>Tokens that bring their own rights: <c>Bearer read:app</c> may read the repository <c>app</c>, and no other.</summary>
internal sealed class ForeignTokens : IAuthenticator
{
    private const string Prefix = "Bearer read:";

    public ValueTask<AuthenticationResult> AuthenticateAsync(RequestCredentials credentials, CancellationToken cancellationToken)
    {
        if (credentials.Authorization is not { } header || !header.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            return ValueTask.FromResult(AuthenticationResult.Absent);
        }

        return ValueTask.FromResult(header.StartsWith(Prefix, StringComparison.Ordinal)
            ? AuthenticationResult.Of(new Identity("robot", []), RightsTo(header[Prefix.Length..]))
            : AuthenticationResult.Rejected);
    }

    private static AccessRules RightsTo(string repository) => AccessRules.Compile(
        new AccessControlOptions
        {
            Repositories = new Dictionary<string, RepositoryPolicyOptions> { [repository] = new() { DefaultPolicy = ["read"] } },
        },
        out _);
}
