using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>Warns of names in the access control settings that have no effect.</summary>
internal static class AccessControlNames
{
    private static readonly string[] Actions =
    [
        "read", "create", "update", "delete", "detectManifestCollision", "audit",
    ];

    public static void Check(AccessControlOptions access, SectionRules rules)
    {
        foreach (var (glob, repository) in access.Repositories)
        {
            var key = $"{nameof(access.Repositories)}[{glob}]";
            for (var index = 0; index < repository.Policies.Count; index++)
            {
                Check(access, repository.Policies[index], $"{key}.policies[{index}]", rules);
            }

            CheckActions(repository.DefaultPolicy, $"{key}.defaultPolicy", rules);
            CheckActions(repository.AnonymousPolicy, $"{key}.anonymousPolicy", rules);
        }

        Check(access, access.AdminPolicy, nameof(access.AdminPolicy), rules);
    }

    private static void Check(AccessControlOptions access, PolicyOptions policy, string key, SectionRules rules)
    {
        CheckActions(policy.Actions, $"{key}.actions", rules);
        foreach (var group in policy.Groups.Where(group => !access.Groups.ContainsKey(group)))
        {
            // A group that is not defined here may come from a user directory.
            if (access.Groups.Keys.FirstOrDefault(
                other => other.Equals(group, StringComparison.OrdinalIgnoreCase)) is { } similar)
            {
                rules.Warn($"{key}.groups", $"names '{group}', but the group is '{similar}': names are case-sensitive");
            }
        }
    }

    private static void CheckActions(IReadOnlyList<string> actions, string key, SectionRules rules)
    {
        foreach (var action in actions.Except(Actions, StringComparer.Ordinal))
        {
            rules.Warn(key, $"names '{action}', which is not a known action; allowed are {string.Join(", ", Actions)}");
        }
    }
}
