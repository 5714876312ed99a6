using Microsoft.AspNetCore.Http;
using Zot.Http.Access;
using Zot.Http.Requests;

namespace Zot.Http.Answers;

/// <summary>Sets the CORS headers for the routes of extensions, also for callers that are then rejected.</summary>
/// <remarks>As in zot, the responses of the core have CORS headers only if the caller is admitted.</remarks>
internal sealed class CorsHeaders(RequestDelegate next, CurrentHttpOptions options, Challenge challenge)
{
    private const string NoSniff = "nosniff";

    public Task InvokeAsync(HttpContext context)
    {
        if (RegistryRequest.Of(context) is { Route.HasCors: true, Cors: { } rule })
        {
            context.Response.Headers.XContentTypeOptions = NoSniff;
            Cors.Apply(context, rule, options(), challenge.IsOffered);
        }

        return next(context);
    }
}
