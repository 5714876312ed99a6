using Microsoft.AspNetCore.Http;
using Zot.Hosting;
using Zot.Hosting.Routes;
using Zot.Http.Access;

namespace Zot.Http.Account;

/// <summary>Ends the session of a browser. Succeeds without a session, too.</summary>
/// <param name="sessions">The service that ends the session.</param>
/// <param name="options">The <c>http</c> section.</param>
public sealed class LogoutEndpoint(ISessionService sessions, CurrentHttpOptions options)
{
    /// <summary>The path of the route.</summary>
    public const string Path = "/zot/auth/logout";

    private static readonly byte[] Body = "{}"u8.ToArray();

    /// <summary>Creates the route, for anonymous callers, too: the session of a browser may have expired.</summary>
    public ExtensionRoute CreateRoute() =>
        new(Path, [HttpMethods.Post], HandleAsync) { Access = RouteAccess.PublicPath };

    private async Task HandleAsync(HttpContext context)
    {
        if (!options().Auth.HasBasic)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (Challenge.IsBrowser(context))
        {
            await sessions.SignOutAsync(context);
        }
        else if (SessionService.TicketOf(context) is not null)
        {
            // A page of another origin can make a browser send the cookie, but not the header of the browser interface.
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Body.Length;
        await context.Response.BodyWriter.WriteAsync(Body, context.RequestAborted);
    }
}
