using Zot.Hosting.Routes;
using Zot.Http.Answers;
using Zot.Http.Requests;

namespace Zot.Http.Routes;

/// <summary>
/// The methods of a path, and the responses to those without a handler: to preflight requests, and 405.
/// </summary>
internal sealed class RouteMethods
{
    /// <summary>The methods of a list.</summary>
    public static readonly RouteMethods List = new("GET,OPTIONS", new CorsRule("GET,OPTIONS"));

    /// <summary>The methods of <c>/v2/</c>.</summary>
    public static readonly RouteMethods Ping = new("GET,HEAD,OPTIONS", List.Cors);

    /// <summary>The methods of a blob.</summary>
    public static readonly RouteMethods Blob = new("HEAD,GET,DELETE", cors: null);

    /// <summary>The methods of a manifest.</summary>
    public static readonly RouteMethods Manifest =
        new("HEAD,GET,PUT,DELETE,OPTIONS", new CorsRule("HEAD,GET,DELETE,OPTIONS"));

    /// <summary>The methods of the path at which uploads start.</summary>
    public static readonly RouteMethods Uploads = new("POST", cors: null);

    /// <summary>The methods of an upload.</summary>
    public static readonly RouteMethods Upload = new("GET,PATCH,PUT,DELETE", cors: null);

    private readonly RegistryRequest _other;
    private readonly RegistryRequest _options;

    /// <summary>Creates the methods of a path.</summary>
    /// <param name="allowed">The header <c>Allow</c> of the answer to any other method.</param>
    /// <param name="cors">The answer to <c>OPTIONS</c>; <see langword="null"/> if the path has no CORS.</param>
    /// <param name="route">The route of an extension.</param>
    public RouteMethods(string allowed, CorsRule? cors, ExtensionRoute? route = null)
    {
        Cors = cors;
        _other = new RegistryRequest.WrongMethod(allowed, route is null ? null : cors, route);
        _options = cors is null ? _other : new RegistryRequest.Preflight(cors, route);
    }

    /// <summary>The CORS headers; <see langword="null"/> if the path does not support CORS.</summary>
    public CorsRule? Cors { get; }

    /// <summary>Returns the request with a method that has no handler: 204 or 405.</summary>
    public RegistryRequest Other(string method) => method == "OPTIONS" ? _options : _other;
}
