namespace Zot.Auth.AccessControl;

/// <summary>The access rules of the repositories that match one glob.</summary>
internal sealed class RepositoryRules(PolicySet policies, AccessActions forUsers, AccessActions forAnonymous)
{
    /// <summary>Returns whether the caller may perform the action, regardless of conditions.</summary>
    public bool Lists(AccessCaller caller, AccessAction action) =>
        ForEverybody(caller).Contains(action) || policies.Lists(caller, action);

    /// <summary>Returns whether the caller may perform the action without a condition.</summary>
    public bool ListsAlways(AccessCaller caller, AccessAction action) =>
        ForEverybody(caller).Contains(action) || policies.ListsAlways(caller, action);

    /// <summary>Returns whether the caller may perform the action and the conditions are true.</summary>
    public bool Grants(AccessCaller caller, AccessAction action, ConditionCheck check) =>
        ForEverybody(caller).Contains(action) || policies.Grants(caller, action, check);

    // The anonymous policy does not apply to authenticated users.
    private AccessActions ForEverybody(AccessCaller caller) => caller.IsAnonymous ? forAnonymous : forUsers;
}
