namespace Zot.Hosting.Routes;

/// <summary>The paths that a route handles. Longer paths are matched first, and fallbacks last.</summary>
public enum RouteMatch
{
    /// <summary>The path alone.</summary>
    Exact,

    /// <summary>The path and everything below it; for <c>/</c>, the path alone.</summary>
    Prefix,

    /// <summary>
    /// All that nothing else handles, at the path and below it; never <c>/v2</c>, whose unknown paths clients of the
    /// distribution specification probe. Only <c>GET</c> and <c>HEAD</c>.
    /// </summary>
    Fallback,
}
