using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Zot.Auth;
using Zot.Hosting.Routes;
using Zot.Http.Requests;

namespace Zot.Http.Access;

/// <summary>Determines the caller of a request from the current authenticators and policy.</summary>
internal sealed class CallerFinder(CurrentAuthenticators authenticators, CurrentAccessPolicy currentPolicy)
{
    /// <summary>Determines the caller. The first authenticator that finds credentials of its kind decides.</summary>
    /// <returns>The caller and the policy; or a rejection.</returns>
    public ValueTask<FoundCaller> FindAsync(RegistryRequest request, HttpContext context)
    {
        var policy = currentPolicy();
        if (request.IsOpen)
        {
            return ValueTask.FromResult(new FoundCaller(Identity.Anonymous, policy));
        }

        if (context.Request.Headers.Authorization.Count > 1)
        {
            return ValueTask.FromResult(new FoundCaller(null, policy) { IsDelayed = true });
        }

        return authenticators() is { Count: > 0 } asked
            ? AskAsync(request, policy, asked, context)
            : ValueTask.FromResult(new FoundCaller(Identity.Anonymous, policy));
    }

    private static async ValueTask<FoundCaller> AskAsync(
        RegistryRequest request, IAccessPolicy policy, IReadOnlyList<IAuthenticator> asked, HttpContext context)
    {
        var credentials = Challenge.CredentialsOf(context);
        var isWithoutSession = false;
        foreach (var authenticator in asked)
        {
            var result = await authenticator.AuthenticateAsync(credentials, context.RequestAborted);
            if (result.IsRejected)
            {
                return new FoundCaller(null, policy) { IsDelayed = credentials.Authorization is not null };
            }

            if (result.IsWithoutSession)
            {
                isWithoutSession = true;
                break;
            }

            if (result.Caller is { } caller)
            {
                return new FoundCaller(caller, result.Policy ?? policy)
                {
                    StartsSession = result.StartsSession && credentials.IsBrowser,
                };
            }
        }

        var isAdmitted = AdmitsUnknown(request.Route, policy, context)
            && !MustAskDocker(request, policy, asked, context);
        return new FoundCaller(isAdmitted ? Identity.Anonymous : null, policy)
        {
            IsDelayed = isWithoutSession,
            IsWithoutSession = isWithoutSession,
        };
    }

    private static bool AdmitsUnknown(ExtensionRoute? route, IAccessPolicy policy, HttpContext context) => route switch
    {
        { Access: RouteAccess.MetricsReaders } => policy.AdmitsAnonymousMetrics,
        { Access: RouteAccess.Public } => true,
        { Access: RouteAccess.PublicPath, Path: var path } when IsExactly(path, context) => true,
        _ => policy.AdmitsAnonymous,
    };

    private static bool IsExactly(string path, HttpContext context) =>
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget == path;

    // Docker sends its credentials only after a 401, and requests /v2/ first. Without a challenge here, it could never
    // access anything that is not public.
    private static bool MustAskDocker(
        RegistryRequest request, IAccessPolicy policy, IReadOnlyList<IAuthenticator> asked, HttpContext context) =>
        request is RegistryRequest.Ping
        && policy.MixesAnonymousAndAuthenticated
        && (asked.Any(static authenticator => authenticator.TakesPasswords)
            || Challenge.FindContributed(asked, context) is not null)
        && context.Request.Headers.UserAgent.ToString() is var agent
        && (agent.Contains("Docker-Client", StringComparison.Ordinal)
            || agent.StartsWith("docker/", StringComparison.Ordinal));
}
