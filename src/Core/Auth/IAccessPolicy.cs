using Zot.Auth.AccessControl;

namespace Zot.Auth;

/// <summary>May they? A request asks the policy it began with to its end, whatever the configuration becomes meanwhile.</summary>
public interface IAccessPolicy
{
    /// <summary>Whether somebody unknown may do something in some repository, so that a request without credentials goes on.</summary>
    bool AdmitsAnonymous { get; }

    /// <summary>Whether somebody unknown may read the metrics.</summary>
    bool AdmitsAnonymousMetrics { get; }

    /// <summary>
    /// Whether somebody unknown may do something, and users something else: then Docker has to be asked for its
    /// credentials at <c>/v2/</c>, or it never sends them.
    /// </summary>
    bool MixesAnonymousAndAuthenticated { get; }

    /// <summary>The groups of the configuration that list a user, in ordinal order.</summary>
    IReadOnlyList<string> GroupsOf(string user);

    /// <summary>What a caller may do: what the core hands to routes.</summary>
    AccessControlContext ContextFor(Identity caller);

    /// <summary>Whether a request that concerns a repository may go on.</summary>
    AccessDecision Decide(AccessRequest request);

    /// <summary>Whether a caller may read the metrics.</summary>
    AccessDecision DecideMetrics(Identity caller);
}
