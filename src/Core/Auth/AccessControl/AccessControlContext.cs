using System.Collections.Frozen;
using Zot.Registry;

namespace Zot.Auth.AccessControl;

/// <summary>
/// Who is calling and what they may do: what the core hands to every route, so that it can apply its own authorization.
/// Immutable. Conditions are not part of it: they are checked for each request, where it is decided.
/// </summary>
public sealed class AccessControlContext
{
    private readonly GlobIndex<RepositoryRules>? _rules;
    private readonly AccessCaller? _caller;

    // A caller is shared by requests with different credentials of the same user: the identity is of this request.
    internal AccessControlContext(GlobIndex<RepositoryRules> rules, AccessCaller caller, Identity identity)
        : this(identity, caller.IsAdmin) => (_rules, _caller) = (rules, caller);

    private AccessControlContext(Identity identity, bool isAdmin) => (Identity, IsAdmin) = (identity, isAdmin);

    /// <summary>Who is calling.</summary>
    public Identity Identity { get; }

    /// <summary>The name of the user; empty for somebody unknown.</summary>
    public string Username => Identity.Name;

    /// <summary>The groups of the user: those of the configuration and those that the authentication found.</summary>
    public IReadOnlyList<string> Groups => Identity.Groups;

    /// <summary>Whether there is no access control: whoever gets in may do everything.</summary>
    public bool IsUnrestricted => _rules is null;

    /// <summary>Whether it is somebody unknown.</summary>
    public bool IsAnonymous => Identity.IsAnonymous;

    /// <summary>Whether the admin policy lists the user or a group of theirs; everybody is one without access control.</summary>
    public bool IsAdmin { get; }

    /// <summary>
    /// Every glob of the access control, and whether the caller may read what it names. Empty without access control.
    /// </summary>
    public IReadOnlyDictionary<string, bool> ReadGlobPatterns => GlobPatterns(AccessAction.Read);

    /// <summary>The same for <see cref="AccessAction.DetectManifestCollision"/>.</summary>
    public IReadOnlyDictionary<string, bool> DmcGlobPatterns => GlobPatterns(AccessAction.DetectManifestCollision);

    /// <summary>The context without access control: whoever gets in may do everything.</summary>
    public static AccessControlContext Unrestricted(Identity caller) => new(caller, isAdmin: true);

    /// <summary>Every glob of the access control, and whether it gives the caller this. Worked out as it is read.</summary>
    public IReadOnlyDictionary<string, bool> GlobPatterns(AccessAction action) => _rules is null
        ? FrozenDictionary<string, bool>.Empty
        : new GlobRights(_rules, _caller!, action);

    /// <summary>
    /// Whether the caller may do this there, conditions aside: the longest glob that names the repository says so.
    /// </summary>
    /// <remarks>
    /// An administrator may do what the admin policy lists; to be treated to
    /// <see cref="AccessAction.DetectManifestCollision"/> is no right. Where content or its names leave the registry,
    /// conditions count: a handler asks the feature of the request instead.
    /// </remarks>
    public bool Can(AccessAction action, RepositoryName repository) =>
        _rules is null || (IsAdmin && action == AccessAction.DetectManifestCollision)
            ? action != AccessAction.DetectManifestCollision
            : (_rules.TryFind(repository, out _, out var rules) && rules.Lists(_caller!, action)) || _caller!.IsAdminFor(action);

    /// <summary>Indicates whether the caller may do this there, whatever the conditions say.</summary>
    public bool CanAlways(AccessAction action, RepositoryName repository) =>
        _rules is null || (IsAdmin && action == AccessAction.DetectManifestCollision)
            ? action != AccessAction.DetectManifestCollision
            : (_rules.TryFind(repository, out _, out var rules) && rules.ListsAlways(_caller!, action)) || _caller!.IsAlwaysAdminFor(action);

    /// <summary>Whether the caller may see a repository, conditions aside.</summary>
    public bool CanRead(RepositoryName repository) => Can(AccessAction.Read, repository);

    /// <summary>Whether the caller may remove something from a repository, conditions aside.</summary>
    public bool CanDelete(RepositoryName repository) => Can(AccessAction.Delete, repository);
}
