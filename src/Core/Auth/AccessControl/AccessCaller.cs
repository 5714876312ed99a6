namespace Zot.Auth.AccessControl;

/// <summary>A caller with its groups as a set.</summary>
internal sealed class AccessCaller(Identity identity, PolicySet admins)
{
    public Identity Identity { get; } = identity;

    public string Name => Identity.Name;

    /// <summary>The distinct groups.</summary>
    public HashSet<string> Groups { get; } = new(identity.Groups, StringComparer.Ordinal);

    public bool IsAnonymous => Identity.IsAnonymous;

    public bool IsAdmin { get; } = admins.Names(identity);

    /// <summary>Returns whether the admin policy lists the caller and the action, regardless of conditions.</summary>
    public bool IsAdminFor(AccessAction action) => admins.Lists(this, action);

    /// <summary>Returns whether the admin policy lists the caller and the action without a condition.</summary>
    public bool IsAlwaysAdminFor(AccessAction action) => admins.ListsAlways(this, action);

    public bool IsIn(string group) => Groups.Contains(group);
}
