using Microsoft.AspNetCore.Http;

namespace Zot.Hosting;

/// <summary>A route that an extension adds: a path, and everything below it.</summary>
/// <param name="Path">The path, without a slash at the end: <c>/v2/_zot/ext/mgmt</c>.</param>
/// <param name="Methods">
/// The methods, in the order in which browsers are told of them. Another one is answered with 405 before anybody is asked
/// who they are; <c>OPTIONS</c> is answered with 204, and not to be listed.
/// </param>
/// <param name="Handler">
/// What answers. Who is calling and what they may do is in <see cref="AccessFeatureExtensions.AccessControl"/>.
/// </param>
public sealed record ExtensionRoute(string Path, IReadOnlyList<string> Methods, RequestDelegate Handler)
{
    /// <summary>Who gets to the handler. Default: nobody.</summary>
    public RouteAccess Access { get; init; } = RouteAccess.Nobody;

    /// <summary>Whether pages of other origins may use it. Default: <see langword="true"/>.</summary>
    public bool HasCors { get; init; } = true;

    /// <summary>As what the discover document names the path; <see langword="null"/>, the default, if it does not.</summary>
    public DiscoveredEndpoint? Discovery { get; init; }
}
