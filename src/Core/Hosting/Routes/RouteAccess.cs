namespace Zot.Hosting.Routes;

/// <summary>
/// The callers that reach the handler of an extension's route. The handler may require more, never less.
/// </summary>
/// <remarks>A route is closed by default: opening it is explicit in the code of the extension.</remarks>
public enum RouteAccess
{
    /// <summary>No caller, the default: 403, and 401 for anonymous users.</summary>
    None,

    /// <summary>All callers, without authentication; invalid credentials are still rejected.</summary>
    Public,

    /// <summary>
    /// <see cref="Public"/> at the exact path without a query; otherwise <see cref="Admitted"/>. As in zot.
    /// </summary>
    PublicPath,

    /// <summary>Callers that the registry admits: anonymous users, too, if a repository is open to them.</summary>
    Admitted,

    /// <summary>Authenticated users; all callers if no authentication is configured.</summary>
    Authenticated,

    /// <summary>
    /// The users in the admin policy. Without access control: all users, or without authentication, all callers.
    /// </summary>
    Admins,

    /// <summary>The users that <c>http.accessControl.metrics</c> allows to read metrics.</summary>
    MetricsReaders,
}
