using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Zot.Auth;
using Zot.Hosting.Routes;
using Zot.Http.Pipeline;
using Zot.Http.Requests;

namespace Zot.Http.Access;

/// <summary>Determines the caller of a request from the current authenticators and policy.</summary>
internal sealed class CallerFinder(CurrentAuthenticators authenticators, CurrentAccessPolicy currentPolicy)
{
    /// <summary>Determines the caller. The first authenticator that finds credentials of its kind decides.</summary>
    /// <returns>The caller and the policy; or a rejection.</returns>
    public ValueTask<FoundCaller> FindAsync(RegistryCall call, HttpContext context)
    {
        var policy = currentPolicy();
        if (call.Request is { IsOpen: true })
        {
            return ValueTask.FromResult(new FoundCaller(Identity.Anonymous, policy));
        }

        if (context.Request.Headers.Authorization.Count > 1)
        {
            return ValueTask.FromResult(new FoundCaller(null, policy) { IsDelayed = true });
        }

        return authenticators() is { Count: > 0 } asked
            ? AskAsync(call, policy, asked, context)
            : ValueTask.FromResult(new FoundCaller(Identity.Anonymous, policy));
    }

    private static async ValueTask<FoundCaller> AskAsync(
        RegistryCall call, IAccessPolicy policy, IReadOnlyList<IAuthenticator> asked, HttpContext context)
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
                return new FoundCaller(caller, result.Policy ?? policy) { StartsSession = result.StartsSession && credentials.IsBrowser };
            }
        }

        var isAdmitted = AdmitsUnknown(call, policy, context) && !MustAskDocker(call, policy, asked, context);
        return new FoundCaller(isAdmitted ? Identity.Anonymous : null, policy)
        {
            IsDelayed = isWithoutSession,
            IsWithoutSession = isWithoutSession,
        };
    }

    private static bool AdmitsUnknown(RegistryCall call, IAccessPolicy policy, HttpContext context) => call.Route switch
    {
        { Access: RouteAccess.MetricsReaders } => policy.AdmitsAnonymousMetrics,
        { Access: RouteAccess.Anyone, Path: var path } when IsExactly(path, context) => true,
        _ => policy.AdmitsAnonymous,
    };

    private static bool IsExactly(string path, HttpContext context) =>
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget == path;

    // Docker sends its credentials only after a 401, and requests /v2/ first. Without a challenge here, it could never
    // access anything that is not public.
    private static bool MustAskDocker(
        RegistryCall call, IAccessPolicy policy, IReadOnlyList<IAuthenticator> asked, HttpContext context) =>
        call.Request is RegistryRequest.Ping
        && policy.MixesAnonymousAndAuthenticated
        && (asked.Any(static authenticator => authenticator.TakesPasswords)
            || Challenge.FindContributed(asked, context) is not null)
        && context.Request.Headers.UserAgent.ToString() is var agent
        && (agent.Contains("Docker-Client", StringComparison.Ordinal) || agent.StartsWith("docker/", StringComparison.Ordinal));
}
