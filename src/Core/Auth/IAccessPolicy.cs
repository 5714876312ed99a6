using Zot.Auth.AccessControl;

namespace Zot.Auth;

/// <summary>
/// Authorizes requests. A request uses the policy with which it started, even if the configuration changes meanwhile.
/// </summary>
public interface IAccessPolicy
{
    /// <summary>
    /// Indicates whether anonymous callers have rights in any repository, so that requests without credentials are
    /// accepted for authorization.
    /// </summary>
    bool AdmitsAnonymous { get; }

    /// <summary>Indicates whether anonymous callers may read the metrics.</summary>
    bool AdmitsAnonymousMetrics { get; }

    /// <summary>
    /// Indicates whether both anonymous callers and users have rights. Docker must then be challenged for its
    /// credentials at <c>/v2/</c>, because otherwise it never sends them.
    /// </summary>
    bool MixesAnonymousAndAuthenticated { get; }

    /// <summary>Returns the groups of the configuration that list a user, in ordinal order.</summary>
    IReadOnlyList<string> GroupsOf(string user);

    /// <summary>Creates the access control context of a caller, which the core passes to routes.</summary>
    AccessControlContext ContextFor(Identity caller);

    /// <summary>Authorizes a request to a repository.</summary>
    AccessDecision Decide(AccessRequest request);

    /// <summary>Authorizes a caller to read the metrics.</summary>
    AccessDecision DecideMetrics(Identity caller);
}
