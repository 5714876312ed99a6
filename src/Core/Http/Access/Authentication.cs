using Microsoft.AspNetCore.Http;
using Zot.Hosting.Routes;
using Zot.Http.Account;
using Zot.Http.Requests;
using Zot.Registry;

namespace Zot.Http.Access;

/// <summary>Admits the caller of a request, or rejects the request.</summary>
internal sealed class Authentication(
    RequestDelegate next, CallerFinder callers, Challenge challenge, TimeProvider time, SessionService? sessions = null)
{
    public async Task InvokeAsync(HttpContext context) =>
        await GoOnAsync(await callers.FindAsync(RegistryRequest.Of(context), context), context);

    private Task GoOnAsync(FoundCaller found, HttpContext context)
    {
        if (found.IsWithoutSession)
        {
            sessions?.Expire(context);
        }

        if (found.Caller is not { } caller)
        {
            return challenge.RefuseCredentialsAsync(context, found.IsDelayed);
        }

        context.Features.Set<IAccessFeature>(new CallerAccess(context, caller, found.Policy, callers, time));
        return found.StartsSession && sessions is not null
            ? StartSessionAsync(sessions, context, caller)
            : next(context);
    }

    private async Task StartSessionAsync(SessionService service, HttpContext context, Auth.Identity caller)
    {
        try
        {
            await service.SignInAsync(context, caller);
        }
        catch (Exception cause) when (MediumFailures.IsFull(cause) || MediumFailures.IsReadOnly(cause))
        {
            // The storage cannot hold a session: the browser sends its credentials with each request.
        }

        await next(context);
    }
}
