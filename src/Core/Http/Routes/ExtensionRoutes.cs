using Zot.Hosting.Routes;

namespace Zot.Http.Routes;

/// <summary>The routes of all extensions.</summary>
/// <param name="all">All routes, the longest path first.</param>
public sealed class ExtensionRoutes(IReadOnlyList<ExtensionRoute> all)
{
    /// <summary>All routes.</summary>
    public IReadOnlyList<ExtensionRoute> All { get; } = all;

    /// <summary>Returns the route that handles a path; <see langword="null"/> if there is none.</summary>
    internal ExtensionRoute? Find(string path)
    {
        foreach (var route in All)
        {
            if (path.StartsWith(route.Path, StringComparison.Ordinal)
                && (path.Length == route.Path.Length || path[route.Path.Length] == '/'))
            {
                return route;
            }
        }

        return null;
    }
}
