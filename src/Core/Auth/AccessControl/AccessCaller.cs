namespace Zot.Auth.AccessControl;

/// <summary>A caller whose groups can be looked up.</summary>
internal sealed class AccessCaller(Identity identity, PolicySet admins)
{
    public Identity Identity { get; } = identity;

    public string Name => Identity.Name;

    /// <summary>The groups, each once.</summary>
    public HashSet<string> Groups { get; } = new(identity.Groups, StringComparer.Ordinal);

    public bool IsAnonymous => Identity.IsAnonymous;

    public bool IsAdmin { get; } = admins.Names(identity);

    public bool IsIn(string group) => Groups.Contains(group);
}
