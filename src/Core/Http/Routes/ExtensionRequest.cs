using Microsoft.AspNetCore.Http;
using Zot.Hosting.Routes;
using Zot.Http.Access;
using Zot.Http.Answers;
using Zot.Http.Requests;
using Zot.Registry;

namespace Zot.Http.Routes;

/// <summary>A request for a route of an extension.</summary>
internal sealed record ExtensionRequest : RegistryRequest
{
    private readonly RouteMethods _methods;

    /// <summary>Creates the request, once for each route.</summary>
    public ExtensionRequest(ExtensionRoute route)
    {
        var methods = string.Join(',', route.Methods.Append(HttpMethods.Options));
        Route = route;
        _methods = new RouteMethods(methods, route.HasCors ? new CorsRule(methods) : null, route);
    }

    /// <inheritdoc/>
    public override ExtensionRoute Route { get; }

    /// <inheritdoc/>
    public override CorsRule? Cors => _methods.Cors;

    /// <summary>Returns the request with a method: this one, a preflight request, or one that is 405.</summary>
    public RegistryRequest With(string method) =>
        Route.Methods.Contains(method) ? this : _methods.Other(HttpMethods.GetCanonicalizedValue(method));

    /// <inheritdoc/>
    public override Task HandleAsync(Endpoints api, HttpContext context)
    {
        var caller = CallerAccess.Of(context);
        if (Admits(caller, api.Challenge.IsOffered))
        {
            return Route.Handler(context);
        }

        var error = caller.Access.IsAnonymous ? RegistryError.Unauthorized : RegistryError.Denied;
        return api.Challenge.RefuseAccessAsync(context, error.With("path", Route.Path));
    }

    // Without configured authentication there are no users to admit, so access is open. zot does the same for every
    // authentication method except Basic.
    private bool Admits(CallerAccess caller, bool hasAuthentication)
    {
        var isKnown = !caller.Access.IsAnonymous || !hasAuthentication;
        return Route.Access switch
        {
            RouteAccess.Public or RouteAccess.PublicPath or RouteAccess.Admitted => true,
            RouteAccess.Authenticated => isKnown,
            RouteAccess.Admins => caller.Access.IsAdmin && isKnown,
            RouteAccess.MetricsReaders => caller.Policy.DecideMetrics(caller.Caller).Allowed,
            _ => false,
        };
    }
}
