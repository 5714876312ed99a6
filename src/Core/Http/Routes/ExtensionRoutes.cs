using Zot.Hosting;

namespace Zot.Http;

/// <summary>The routes that extensions have added.</summary>
/// <param name="all">Every route, the longest path first.</param>
public sealed class ExtensionRoutes(IReadOnlyList<ExtensionRoute> all)
{
    /// <summary>Every route.</summary>
    public IReadOnlyList<ExtensionRoute> All { get; } = all;

    /// <summary>The route that answers a path.</summary>
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
