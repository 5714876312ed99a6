using Zot.Hosting.Routes;
using Zot.Http.Requests;

namespace Zot.Http.Routes;

/// <summary>All routes, those of the core and those of extensions.</summary>
/// <param name="added">The routes of extensions, the longest path first.</param>
public sealed class RouteTable(IReadOnlyList<ExtensionRoute> added)
{
    private readonly ExtensionRequest[] _fallbacks = RequestsOf(added, areFallbacks: true);
    private readonly ExtensionRequest[] _others = RequestsOf(added, areFallbacks: false);

    /// <summary>The routes of extensions.</summary>
    public IReadOnlyList<ExtensionRoute> Added { get; } = added;

    /// <summary>Finds the route of a request: of an extension, of the core, or a fallback, in this order.</summary>
    /// <param name="method">The method, in upper case.</param>
    /// <param name="path">The decoded path.</param>
    /// <param name="query">The query including the question mark, or an empty string.</param>
    /// <returns>The request; <see langword="null"/> if no route handles the path.</returns>
    internal RegistryRequest? Find(string method, string path, string query)
    {
        foreach (var request in _others)
        {
            var route = request.Route;
            if (route.Match is RouteMatch.Exact ? path == route.Path : IsAtOrBelow(path, route.Path))
            {
                return request.With(method);
            }
        }

        return RegistryRequest.Parse(method, path, query) ?? FindFallback(method, path);
    }

    private ExtensionRequest? FindFallback(string method, string path) => IsAtOrBelow(path, "/v2")
        ? null
        : Array.Find(_fallbacks, request => request.Route is var route
            && route.Methods.Contains(method)
            && (route.Path is "/" || IsAtOrBelow(path, route.Path)));

    private static ExtensionRequest[] RequestsOf(IEnumerable<ExtensionRoute> routes, bool areFallbacks) =>
    [
        .. routes.Where(route => route.Match is RouteMatch.Fallback == areFallbacks)
            .Select(static route => new ExtensionRequest(route)),
    ];

    private static bool IsAtOrBelow(string path, string parent) =>
        path.StartsWith(parent, StringComparison.Ordinal)
        && (path.Length == parent.Length || path[parent.Length] == '/');
}
