using Zot.Registry;

namespace Zot.Auth;

/// <summary>Whoever gets in may do everything: the policy without <c>http.accessControl</c>.</summary>
/// <param name="authenticators">Tells how many authenticators there are now; without any, everybody gets in.</param>
public sealed class OpenPolicy(Func<int> authenticators) : IAccessPolicy
{
    /// <inheritdoc/>
    public bool AdmitsAnonymous => authenticators() == 0;

    /// <inheritdoc/>
    public bool Allows(Identity caller, RegistryAction action, RepositoryName repository) => true;
}
