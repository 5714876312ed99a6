using Microsoft.AspNetCore.Http;
using Zot.Hosting.Routes;
using Zot.Http.Access;
using Zot.Registry;

namespace Zot.Http.Routes;

/// <summary>Authorizes requests for extension routes and invokes their handlers.</summary>
internal sealed class ExtensionEndpoint(Challenge challenge)
{
    public Task HandleAsync(ExtensionRoute route, HttpContext context)
    {
        var call = CallerAccess.Of(context);
        if (Admits(route.Access, call))
        {
            return route.Handler(context);
        }

        var error = call.Access.IsAnonymous ? RegistryError.Unauthorized : RegistryError.Denied;
        return challenge.RefuseAccessAsync(context, error.With("path", route.Path));
    }

    // Without configured authentication there are no users to admit, so access is open. zot does the same for every
    // authentication method except Basic.
    private bool Admits(RouteAccess access, CallerAccess call) => access switch
    {
        RouteAccess.Public or RouteAccess.PublicPath or RouteAccess.Admitted => true,
        RouteAccess.Authenticated => IsKnown(call),
        RouteAccess.Admins => call.Access.IsAdmin && IsKnown(call),
        RouteAccess.MetricsReaders => call.Policy.DecideMetrics(call.Caller).Allowed,
        _ => false,
    };

    private bool IsKnown(CallerAccess call) => !call.Access.IsAnonymous || !challenge.IsOffered;
}
