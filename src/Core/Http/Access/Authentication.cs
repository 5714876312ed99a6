using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Zot.Auth;

namespace Zot.Http;

/// <summary>Who is calling? The first rule that applies decides, and there is no falling through.</summary>
internal sealed class Authentication(
    RequestDelegate next, CurrentAuthenticators authenticators, IAccessPolicy policy, Challenge challenge)
{
    public Task InvokeAsync(HttpContext context)
    {
        var call = RegistryCall.Of(context);
        if (IsOpen(call, context))
        {
            return next(context);
        }

        var header = context.Request.Headers.Authorization;
        if (header.Count > 1)
        {
            return challenge.RefuseCredentialsAsync(context, waits: true);
        }

        var asked = authenticators();
        if (asked.Count == 0)
        {
            return next(context);
        }

        if (header.Count == 1 && header[0] is { Length: > 0 } credentials && !BasicCredentials.AreEmpty(credentials))
        {
            return CheckAsync(call, asked, credentials, context);
        }

        return policy.AdmitsAnonymous ? next(context) : challenge.RefuseCredentialsAsync(context, waits: false);
    }

    private static bool IsOpen(RegistryCall call, HttpContext context) =>
        call.Request is { } request
            ? request.IsOpen
            : HttpMethods.IsOptions(context.Request.Method)
                || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private async Task CheckAsync(
        RegistryCall call, IReadOnlyList<IAuthenticator> asked, string header, HttpContext context)
    {
        if (BasicCredentials.TryParse(header, out var credentials))
        {
            foreach (var authenticator in asked)
            {
                var identity = await authenticator.AuthenticateAsync(
                    credentials.Name, credentials.Password, context.RequestAborted);
                if (identity is not null)
                {
                    call.Caller = identity;
                    await next(context);
                    return;
                }
            }
        }

        await challenge.RefuseCredentialsAsync(context, waits: true);
    }
}
