using Microsoft.AspNetCore.Http;
using Zot.Hosting;
using Zot.Registry;

namespace Zot.Http;

/// <summary>Asks whether a caller gets to the handler of a route, and lets it answer.</summary>
internal sealed class ExtensionEndpoint(Challenge challenge)
{
    public Task HandleAsync(RegistryCall call, ExtensionRoute route, HttpContext context)
    {
        if (Admits(route.Access, call))
        {
            return route.Handler(context);
        }

        var error = call.Access.IsAnonymous ? RegistryError.Unauthorized : RegistryError.Denied;
        return challenge.RefuseAccessAsync(context, error.With("path", route.Path));
    }

    // Where nobody can say who they are, there is nobody to be kept out; zot says so of every way but the Basic scheme.
    private bool Admits(RouteAccess access, RegistryCall call) => access switch
    {
        RouteAccess.Anyone or RouteAccess.Callers => true,
        RouteAccess.Users => IsKnown(call),
        RouteAccess.Admins => call.Access.IsAdmin && IsKnown(call),
        RouteAccess.MetricsReaders => call.Policy.DecideMetrics(call.Caller).Allowed,
        _ => false,
    };

    private bool IsKnown(RegistryCall call) => !call.Access.IsAnonymous || !challenge.IsOffered;
}
