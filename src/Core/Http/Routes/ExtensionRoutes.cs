using Zot.Hosting.Routes;

namespace Zot.Http.Routes;

/// <summary>The routes of all extensions.</summary>
/// <param name="all">All routes, the longest path first.</param>
public sealed class ExtensionRoutes(IReadOnlyList<ExtensionRoute> all)
{
    private readonly ExtensionRequest[] _fallbacks = RequestsOf(all.Where(static route => route.Match is RouteMatch.Fallback));
    private readonly ExtensionRequest[] _others = RequestsOf(all.Where(static route => route.Match is not RouteMatch.Fallback));

    /// <summary>All routes.</summary>
    public IReadOnlyList<ExtensionRoute> All { get; } = all;

    /// <summary>Returns the request for a path, except for fallbacks; <see langword="null"/> if no route handles it.</summary>
    internal ExtensionRequest? Find(string path)
    {
        foreach (var request in _others)
        {
            var route = request.Route;
            if (route.Match is RouteMatch.Exact ? path == route.Path : IsAtOrBelow(path, route.Path))
            {
                return request;
            }
        }

        return null;
    }

    /// <summary>Returns the request for a path that nothing else handles; <see langword="null"/> without a fallback.</summary>
    internal ExtensionRequest? FindFallback(string method, string path) => IsAtOrBelow(path, "/v2")
        ? null
        : Array.Find(_fallbacks, request =>
            request.Route.Methods.Contains(method) && (request.Route.Path == "/" || IsAtOrBelow(path, request.Route.Path)));

    private static ExtensionRequest[] RequestsOf(IEnumerable<ExtensionRoute> routes) =>
        [.. routes.Select(static route => new ExtensionRequest(route))];

    private static bool IsAtOrBelow(string path, string parent) =>
        path.StartsWith(parent, StringComparison.Ordinal) && (path.Length == parent.Length || path[parent.Length] == '/');
}
