using Zot.Hosting.Routes;

namespace Zot.Http.Routes;

/// <summary>The routes of all extensions.</summary>
/// <param name="all">All routes, the longest path first.</param>
public sealed class ExtensionRoutes(IReadOnlyList<ExtensionRoute> all)
{
    private readonly ExtensionRoute[] _fallbacks = [.. all.Where(static route => route.Match is RouteMatch.Fallback)];
    private readonly ExtensionRoute[] _others = [.. all.Where(static route => route.Match is not RouteMatch.Fallback)];

    /// <summary>All routes.</summary>
    public IReadOnlyList<ExtensionRoute> All { get; } = all;

    /// <summary>Returns the route that handles a path, except for fallbacks; <see langword="null"/> if there is none.</summary>
    internal ExtensionRoute? Find(string path)
    {
        foreach (var route in _others)
        {
            if (route.Match is RouteMatch.Exact ? path == route.Path : IsAtOrBelow(path, route.Path))
            {
                return route;
            }
        }

        return null;
    }

    /// <summary>Returns the fallback for a path that nothing else handles; <see langword="null"/> if there is none.</summary>
    internal ExtensionRoute? FindFallback(string method, string path) => IsAtOrBelow(path, "/v2")
        ? null
        : Array.Find(_fallbacks, route => route.Methods.Contains(method) && (route.Path == "/" || IsAtOrBelow(path, route.Path)));

    private static bool IsAtOrBelow(string path, string parent) =>
        path.StartsWith(parent, StringComparison.Ordinal) && (path.Length == parent.Length || path[parent.Length] == '/');
}
