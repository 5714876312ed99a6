using Microsoft.AspNetCore.Http;

namespace Zot.Hosting.Routes;

/// <summary>A route of an extension: by default, a path and everything below it.</summary>
/// <param name="Path">The path, without a trailing slash: <c>/v2/_zot/ext/mgmt</c>.</param>
/// <param name="Methods">
/// The methods, in the order of the CORS headers. Other methods are answered with 405 before authentication.
/// <c>OPTIONS</c> is answered with 204 and must not be listed.
/// </param>
/// <param name="Handler">
/// The request handler. The caller and the caller's rights are in <see cref="AccessFeatureExtensions.AccessControl"/>.
/// </param>
public sealed record ExtensionRoute(string Path, IReadOnlyList<string> Methods, RequestDelegate Handler)
{
    /// <summary>The paths that the route handles.</summary>
    public RouteMatch Match { get; init; } = RouteMatch.Prefix;

    /// <summary>The callers that reach the handler. Default: none.</summary>
    public RouteAccess Access { get; init; } = RouteAccess.None;

    /// <summary>Indicates whether pages of other origins may use the route. Default: <see langword="true"/>.</summary>
    public bool HasCors { get; init; } = true;

    /// <summary>
    /// The endpoint in the discover document; <see langword="null"/>, the default, if it is not listed.
    /// </summary>
    public DiscoveredEndpoint? Discovery { get; init; }
}
