using Zot.Auth.AccessControl;
using Zot.Registry;

namespace Zot.Hosting;

/// <summary>Who sent the request and what they may do; in <c>HttpContext.Features</c> of every route, from authentication on.</summary>
public interface IAccessFeature
{
    /// <summary>The caller's rights. Immutable, and the same to the end of the request.</summary>
    AccessControlContext Access { get; }

    /// <summary>
    /// Decides whether the caller may do something now, conditions included: for every handler that sends content, or the
    /// names of content, of more than the repository in its path.
    /// </summary>
    /// <param name="action">The action.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="reference">The tag or digest that conditions see; empty for the repository as a whole.</param>
    bool Allows(AccessAction action, RepositoryName repository, string reference = "") => Access.CanAlways(action, repository);
}
