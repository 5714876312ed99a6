#if EXT_SEARCH
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Hosting.Routes;
using Zot.Registry;

namespace Zot.Extensions.Tests.Search;

/// <summary>A caller whose rights have conditions on its request.</summary>
/// <param name="rules">The access control.</param>
/// <param name="caller">The caller.</param>
/// <param name="address">The address of the client.</param>
internal sealed class RequestCaller(AccessRules rules, Identity caller, string address) : IAccessFeature
{
    public AccessControlContext Access { get; } = rules.ContextFor(caller);

    public bool Allows(AccessAction action, RepositoryName repository, string reference = "") =>
        Access.CanAlways(action, repository)
        || rules.Decide(new AccessRequest(caller, action, repository, DateTimeOffset.UnixEpoch) { ClientIp = address }).Allowed;
}
#endif
