using Zot.Auth.AccessControl;
using Zot.Registry;

namespace Zot.Hosting.Routes;

/// <summary>The rights of a caller at one point in time, conditions included.</summary>
public interface ICallerRights
{
    /// <summary>Indicates whether the caller may do this with a tag or digest of a repository.</summary>
    /// <param name="action">The action.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="reference">The tag or digest; empty for the repository itself.</param>
    bool May(AccessAction action, RepositoryName repository, string reference);
}
