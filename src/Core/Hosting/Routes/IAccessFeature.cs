using Zot.Auth.AccessControl;
using Zot.Registry;

namespace Zot.Hosting.Routes;

/// <summary>
/// The caller of a request and its rights; in <c>HttpContext.Features</c> of every route, from authentication on, and
/// not before.
/// </summary>
public interface IAccessFeature
{
    /// <summary>The caller's rights. Immutable, and constant for the whole request.</summary>
    AccessControlContext Access { get; }

    /// <summary>The caller, for operations of the registry.</summary>
    CallContext Call => new() { User = Access.IsAnonymous ? null : Access.Username };

    /// <summary>
    /// Decides whether the caller may do something now, conditions included. For handlers that send content, or names
    /// of content, beyond the repository in the path.
    /// </summary>
    /// <param name="action">The action.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="reference">The tag or digest for the conditions; empty for the repository as a whole.</param>
    bool Allows(AccessAction action, RepositoryName repository, string reference = "") =>
        Access.CanAlways(action, repository);
}
