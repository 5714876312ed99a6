namespace Zot.Auth.AccessControl;

/// <summary>Policies, indexed by user and group.</summary>
internal sealed class PolicySet
{
    private static readonly AccessPolicy[] None = [];

    private readonly Dictionary<string, AccessPolicy[]> _byUser;
    private readonly Dictionary<string, AccessPolicy[]> _byGroup;

    public PolicySet(IEnumerable<(IEnumerable<string> Users, IEnumerable<string> Groups, AccessPolicy Policy)> policies)
    {
        var all = policies.ToArray();
        _byUser = Index(all.SelectMany(static entry => entry.Users.Select(user => (user, entry.Policy))));
        _byGroup = Index(all.SelectMany(static entry => entry.Groups.Select(group => (group, entry.Policy))));
    }

    /// <summary>Returns whether any policy lists the caller, regardless of its actions.</summary>
    public bool Names(Identity caller) => _byUser.ContainsKey(caller.Name) || caller.Groups.Any(_byGroup.ContainsKey);

    /// <summary>Returns whether any policy grants the action to the caller, with or without conditions.</summary>
    public bool Lists(AccessCaller caller, AccessAction action) => Lists(caller, action, withConditions: true);

    /// <summary>Returns whether any policy grants the action to the caller without a condition.</summary>
    public bool ListsAlways(AccessCaller caller, AccessAction action) => Lists(caller, action, withConditions: false);

    /// <summary>Returns whether any policy grants the action to the caller and all its conditions are true.</summary>
    public bool Grants(AccessCaller caller, AccessAction action, ConditionCheck check) =>
        Grants(ByUser(caller), action, check) || Grants(ByGroup(caller), action, check);

    // Called once per repository for a catalog, so it must not allocate.
    private bool Lists(AccessCaller caller, AccessAction action, bool withConditions)
    {
        if (Gives(ByUser(caller), action, withConditions))
        {
            return true;
        }

        if (_byGroup.Count < caller.Groups.Count)
        {
            foreach (var (group, policies) in _byGroup)
            {
                if (caller.IsIn(group) && Gives(policies, action, withConditions))
                {
                    return true;
                }
            }

            return false;
        }

        foreach (var group in caller.Groups)
        {
            if (_byGroup.TryGetValue(group, out var policies) && Gives(policies, action, withConditions))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Gives(AccessPolicy[] policies, AccessAction action, bool withConditions)
    {
        foreach (var policy in policies)
        {
            if (policy.Actions.Contains(action) && (withConditions || policy.Conditions.Count == 0))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Grants(IEnumerable<AccessPolicy> policies, AccessAction action, ConditionCheck check)
    {
        List<AccessPolicy>? conditional = null;
        foreach (var policy in policies)
        {
            if (!policy.Actions.Contains(action))
            {
                continue;
            }

            if (policy.Conditions.Count == 0)
            {
                return true;
            }

            (conditional ??= []).Add(policy);
        }

        // In configuration order, because the reason of a denial depends on it. Two groups may share a policy.
        return conditional is not null
            && conditional.Distinct().OrderBy(static policy => policy.Order).Any(check.Holds);
    }

    private AccessPolicy[] ByUser(AccessCaller caller) => _byUser.GetValueOrDefault(caller.Name, None);

    // Enumerates the smaller set: the groups of the caller, or the groups with policies.
    private IEnumerable<AccessPolicy> ByGroup(AccessCaller caller)
    {
        if (_byGroup.Count == 0 || caller.Groups.Count == 0)
        {
            return None;
        }

        return _byGroup.Count < caller.Groups.Count
            ? _byGroup.Where(entry => caller.IsIn(entry.Key)).SelectMany(static entry => entry.Value)
            : caller.Groups.SelectMany(group => _byGroup.GetValueOrDefault(group, None));
    }

    private static Dictionary<string, AccessPolicy[]> Index(
        IEnumerable<(string Name, AccessPolicy Policy)> entries) => entries
        .Distinct()
        .GroupBy(static entry => entry.Name, static entry => entry.Policy, StringComparer.Ordinal)
        .ToDictionary(static group => group.Key, static group => group.ToArray(), StringComparer.Ordinal);
}
