using Zot.Configuration.Binding;
using Zot.Configuration.Extensions;
using Zot.Configuration.Storage;

namespace Zot.Configuration;

/// <summary>Warns of retention that removes what sync copies again and again.</summary>
internal static class SyncRetentionRules
{
    public static void Check(ZotOptions options, SectionRules rules)
    {
        var policies = options.Storage.SubPaths.Values.Select(
            static store => store.Retention).Prepend(options.Storage.Retention)
            .SelectMany(static retention => retention?.Policies ?? [])
            .ToList();
        var registries = options.Extensions.Sync is { Enable: true } sync ? sync.Registries : [];
        for (var registry = 0; registry < registries.Count; registry++)
        {
            var content = registries[registry].Content;
            for (var entry = 0; entry < content.Count; entry++)
            {
                if (content[entry].Tags?.Regex is { Length: > 0 }
                    && policies.Exists(policy => Removes(policy, content[entry])))
                {
                    rules.Warn(
                        $"extensions.sync.registries[{registry}].content[{entry}].tags.regex",
                        "is not a pattern in keepTags of the retention policy for these repositories, "
                            + "so retention removes tags that are copied again");
                }
            }
        }
    }

    // Only a policy with the same text: whether two expressions select the same names is not decided here.
    private static bool Removes(RetentionPolicyOptions policy, SyncContentOptions content) =>
        policy.Repositories.Any(
            repository => IsSame(repository, content.Prefix) || IsSame(repository, content.Destination))
        && policy.KeepTags.Count > 0
        && !policy.KeepTags.Any(
            keep => keep.Patterns.Count == 0 || keep.Patterns.Contains(content.Tags!.Regex!, StringComparer.Ordinal));

    private static bool IsSame(string repository, string? name) =>
        name is not null && name.Trim('/') is { Length: > 0 } trimmed && repository.Trim('/') == trimmed;
}
