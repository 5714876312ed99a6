namespace Zot.Auth.AccessControl;

/// <summary>A caller whose groups can be looked up.</summary>
internal sealed class AccessCaller(Identity identity, PolicySet admins)
{
    private readonly HashSet<string> _groups = new(identity.Groups, StringComparer.Ordinal);

    public Identity Identity { get; } = identity;

    public string Name => Identity.Name;

    public IReadOnlyCollection<string> Groups => _groups;

    public bool IsAnonymous => Identity.IsAnonymous;

    public bool IsAdmin { get; } = admins.Names(identity);

    public bool IsIn(string group) => _groups.Contains(group);
}
