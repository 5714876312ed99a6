using Zot.Registry;

namespace Zot.Auth;

/// <summary>May they?</summary>
public interface IAccessPolicy
{
    /// <summary>Whether somebody unknown may do anything at all, so that a request without credentials goes on.</summary>
    bool AdmitsAnonymous { get; }

    /// <summary>Whether <paramref name="caller"/> may do this to that repository.</summary>
    bool Allows(Identity caller, RegistryAction action, RepositoryName repository);
}
