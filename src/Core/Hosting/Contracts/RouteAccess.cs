namespace Zot.Hosting;

/// <summary>Who gets to the handler of an extension's route. The handler may ask for more, and never for less.</summary>
/// <remarks>A route starts out closed: to open it is an act that stands in the extension's code.</remarks>
public enum RouteAccess
{
    /// <summary>Nobody: what a route starts with. 403, and 401 for somebody unknown.</summary>
    Nobody,

    /// <summary>
    /// Everybody, without saying who they are; who says it all the same, and wrongly, is refused. Only the exact path
    /// without a query is this open, what lies below it is for <see cref="Callers"/>, as in zot.
    /// </summary>
    Anyone,

    /// <summary>Whoever the registry lets in at all: somebody unknown, too, where some repository is open to them.</summary>
    Callers,

    /// <summary>Whoever has said who they are; everybody, where nobody can.</summary>
    Users,

    /// <summary>
    /// Whoever the admin policy lists. Without access control that is every user, and everybody where nobody can say who
    /// they are.
    /// </summary>
    Admins,

    /// <summary>Whoever may read the metrics by <c>http.accessControl.metrics</c>.</summary>
    MetricsReaders,
}
