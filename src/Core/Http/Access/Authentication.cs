using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Zot.Auth;
using Zot.Hosting;

namespace Zot.Http;

/// <summary>Who is calling? The first way to say so that the request makes use of decides.</summary>
internal sealed class Authentication(
    RequestDelegate next,
    CurrentAuthenticators authenticators,
    CurrentAccessPolicy currentPolicy,
    Challenge challenge,
    SessionCookies? sessions)
{
    public Task InvokeAsync(HttpContext context)
    {
        var call = RegistryCall.Of(context);
        var policy = currentPolicy();
        var asked = authenticators();
        if (call.Request is not { IsOpen: true })
        {
            if (context.Request.Headers.Authorization.Count > 1)
            {
                return challenge.RefuseCredentialsAsync(context, waits: true);
            }

            if (asked.Count > 0)
            {
                return AskAsync(call, policy, asked, context);
            }
        }

        call.Admit(Identity.Anonymous, policy);
        return next(context);
    }

    private async Task AskAsync(
        RegistryCall call, IAccessPolicy policy, IReadOnlyList<IAuthenticator> asked, HttpContext context)
    {
        var credentials = Challenge.CredentialsOf(context);
        var waits = false;
        foreach (var authenticator in asked)
        {
            var result = await authenticator.AuthenticateAsync(credentials, context.RequestAborted);
            if (result.IsRefused)
            {
                await challenge.RefuseCredentialsAsync(context, waits: credentials.Authorization is not null);
                return;
            }

            if (result.IsWithoutSession)
            {
                sessions?.Expire(context);
                waits = true;
                break;
            }

            if (result.Caller is { } caller)
            {
                if (result.StartsSession && credentials.IsBrowser && sessions is not null)
                {
                    await sessions.StartAsync(context, caller);
                }

                call.Admit(caller, policy);
                await next(context);
                return;
            }
        }

        if (AdmitsUnknown(call, policy, context) && !MustAskDocker(call, policy, asked, context))
        {
            call.Admit(Identity.Anonymous, policy);
            await next(context);
            return;
        }

        await challenge.RefuseCredentialsAsync(context, waits);
    }

    private static bool AdmitsUnknown(RegistryCall call, IAccessPolicy policy, HttpContext context) => call.Route switch
    {
        { Access: RouteAccess.MetricsReaders } => policy.AdmitsAnonymousMetrics,
        { Access: RouteAccess.Anyone, Path: var path } when IsExactly(path, context) => true,
        _ => policy.AdmitsAnonymous,
    };

    private static bool IsExactly(string path, HttpContext context) =>
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget == path;

    // Docker sends its credentials only after it was refused once, and asks here first. It would never get to what is
    // not open to everybody.
    private static bool MustAskDocker(
        RegistryCall call, IAccessPolicy policy, IReadOnlyList<IAuthenticator> asked, HttpContext context) =>
        call.Request is RegistryRequest.Ping
        && policy.MixesAnonymousAndAuthenticated
        && asked.Any(static authenticator => authenticator.TakesPasswords)
        && context.Request.Headers.UserAgent.ToString() is var agent
        && (agent.Contains("Docker-Client", StringComparison.Ordinal) || agent.StartsWith("docker/", StringComparison.Ordinal));
}
