using System.Collections.Frozen;
using Zot.Registry;

namespace Zot.Auth.AccessControl;

/// <summary>
/// The caller and its rights, which the core passes to every route so that the route can apply its own authorization.
/// Immutable. Conditions are not included: they are checked for each request when it is authorized.
/// </summary>
public sealed class AccessControlContext
{
    private readonly GlobIndex<RepositoryRules>? _rules;
    private readonly AccessCaller? _caller;

    // Requests with different credentials of the same user share a caller; the identity belongs to this request.
    internal AccessControlContext(GlobIndex<RepositoryRules> rules, AccessCaller caller, Identity identity)
        : this(identity, caller.IsAdmin) => (_rules, _caller) = (rules, caller);

    private AccessControlContext(Identity identity, bool isAdmin) => (Identity, IsAdmin) = (identity, isAdmin);

    /// <summary>The identity of the caller.</summary>
    public Identity Identity { get; }

    /// <summary>The name of the user; empty for an anonymous caller.</summary>
    public string Username => Identity.Name;

    /// <summary>The groups of the user, from the configuration and from authentication.</summary>
    public IReadOnlyList<string> Groups => Identity.Groups;

    /// <summary>Indicates whether access control is disabled: every admitted caller has all rights.</summary>
    public bool IsUnrestricted => _rules is null;

    /// <summary>Indicates whether the caller is anonymous.</summary>
    public bool IsAnonymous => Identity.IsAnonymous;

    /// <summary>
    /// Indicates whether the admin policy lists the user or one of its groups; always true without access control.
    /// </summary>
    public bool IsAdmin { get; }

    /// <summary>
    /// Every glob of the access control configuration, and whether the caller may read the repositories that match it.
    /// Empty without access control.
    /// </summary>
    public IReadOnlyDictionary<string, bool> ReadGlobPatterns => GlobPatterns(AccessAction.Read);

    /// <summary>
    /// Every glob, and whether <see cref="AccessAction.DetectManifestCollision"/> applies to the caller. Empty without
    /// access control.
    /// </summary>
    public IReadOnlyDictionary<string, bool> DmcGlobPatterns => GlobPatterns(AccessAction.DetectManifestCollision);

    /// <summary>Creates the context without access control: every admitted caller has all rights.</summary>
    public static AccessControlContext Unrestricted(Identity caller) => new(caller, isAdmin: true);

    /// <summary>
    /// Returns every glob of the access control configuration, and whether it grants the action to the caller.
    /// Evaluated lazily.
    /// </summary>
    public IReadOnlyDictionary<string, bool> GlobPatterns(AccessAction action) => _rules is null
        ? FrozenDictionary<string, bool>.Empty
        : new GlobRights(_rules, _caller!, action);

    /// <summary>
    /// Returns whether the caller may perform an action in a repository, regardless of conditions. The longest glob
    /// that matches the repository decides.
    /// </summary>
    /// <remarks>
    /// An administrator has the actions that the admin policy lists, except
    /// <see cref="AccessAction.DetectManifestCollision"/>, which is not a right. Where content or its names leave the
    /// registry, conditions apply: a handler uses the feature of the request instead.
    /// </remarks>
    public bool Can(AccessAction action, RepositoryName repository) =>
        _rules is null || (IsAdmin && action == AccessAction.DetectManifestCollision)
            ? action != AccessAction.DetectManifestCollision
            : (_rules.TryFind(repository, out _, out var rules) && rules.Lists(_caller!, action))
                || _caller!.IsAdminFor(action);

    /// <summary>Returns whether the caller may perform an action in a repository unconditionally.</summary>
    public bool CanAlways(AccessAction action, RepositoryName repository) =>
        _rules is null || (IsAdmin && action == AccessAction.DetectManifestCollision)
            ? action != AccessAction.DetectManifestCollision
            : (_rules.TryFind(repository, out _, out var rules) && rules.ListsAlways(_caller!, action))
                || _caller!.IsAlwaysAdminFor(action);

    /// <summary>Returns whether the caller may read a repository, regardless of conditions.</summary>
    public bool CanRead(RepositoryName repository) => Can(AccessAction.Read, repository);

    /// <summary>Returns whether the caller may delete from a repository, regardless of conditions.</summary>
    public bool CanDelete(RepositoryName repository) => Can(AccessAction.Delete, repository);
}
