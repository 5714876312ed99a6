using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Configuration.Http;

namespace Zot.OpenCore.Tests.Authentication;

/// <summary>
/// Tokens that bring their own rights: <c>Bearer read:app</c> may read the repository <c>app</c>, and no other. The
/// challenge has the scope of the token that the request needs.
/// </summary>
internal sealed class ForeignTokens : IAuthenticator
{
    private const string Prefix = "Bearer read:";

    public ValueTask<AuthenticationResult> AuthenticateAsync(
        RequestCredentials credentials, CancellationToken cancellationToken)
    {
        if (credentials.Authorization is not { } header || !header.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            return ValueTask.FromResult(AuthenticationResult.Absent);
        }

        return ValueTask.FromResult(header.StartsWith(Prefix, StringComparison.Ordinal)
            ? AuthenticationResult.Of(new Identity("robot", []), RightsTo(header[Prefix.Length..]))
            : AuthenticationResult.Rejected);
    }

    public string Challenge(ChallengeRequest request)
    {
        const string service = "Bearer realm=\"https://auth.example/token\",service=\"registry.example\"";
        var actions = request.Action switch
        {
            AccessAction.Read => "pull",
            AccessAction.Delete => "delete",
            _ => "pull,push",
        };
        return request.Repository is { } name ? $"{service},scope=\"repository:{name}:{actions}\"" : service;
    }

    private static AccessRules RightsTo(string repository) => AccessRules.Compile(
        new AccessControlOptions
        {
            Repositories =
                new Dictionary<string, RepositoryPolicyOptions> { [repository] = new() { DefaultPolicy = ["read"] } },
        },
        out _);
}
