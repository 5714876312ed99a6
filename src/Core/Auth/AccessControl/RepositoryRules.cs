namespace Zot.Auth.AccessControl;

/// <summary>Who may do what in the repositories that one glob names.</summary>
internal sealed class RepositoryRules(PolicySet policies, AccessActions forUsers, AccessActions forAnonymous)
{
    /// <summary>Whether the caller may do this, conditions aside.</summary>
    public bool Lists(AccessCaller caller, AccessAction action) =>
        ForEverybody(caller).Contains(action) || policies.Lists(caller, action);

    /// <summary>Indicates whether the caller may do this without a condition.</summary>
    public bool ListsAlways(AccessCaller caller, AccessAction action) =>
        ForEverybody(caller).Contains(action) || policies.ListsAlways(caller, action);

    /// <summary>Whether the caller may do this, and the conditions hold.</summary>
    public bool Grants(AccessCaller caller, AccessAction action, ConditionCheck check) =>
        ForEverybody(caller).Contains(action) || policies.Grants(caller, action, check);

    // Who has a name has no share in what is for those without.
    private AccessActions ForEverybody(AccessCaller caller) => caller.IsAnonymous ? forAnonymous : forUsers;
}
