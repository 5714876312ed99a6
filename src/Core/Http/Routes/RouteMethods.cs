using Microsoft.AspNetCore.Http;
using Zot.Http.Access;
using Zot.Http.Answers;
using Zot.Http.Requests;

namespace Zot.Http.Routes;

/// <summary>
/// Handles requests for extension routes that need no handler, before authentication: preflight requests of browsers
/// and unsupported methods.
/// </summary>
internal sealed class RouteMethods(RequestDelegate next, CurrentHttpOptions options, Challenge challenge)
{
    private const string NoSniff = "nosniff";

    public Task InvokeAsync(HttpContext context)
    {
        if (RegistryRequest.Of(context) is not ExtensionRequest { Route: var route })
        {
            return next(context);
        }

        var method = context.Request.Method;
        var methods = string.Join(',', route.Methods.Append(HttpMethods.Options));
        if (route.HasCors)
        {
            context.Response.Headers.XContentTypeOptions = NoSniff;
            Cors.Allow(context, options(), methods, challenge.IsOffered);
        }

        if (route.Methods.Contains(method))
        {
            return next(context);
        }

        if (route.HasCors && HttpMethods.IsOptions(method))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        context.Response.Headers.Allow = methods;
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        return Task.CompletedTask;
    }
}
