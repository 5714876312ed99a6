using Zot.Configuration.Binding;

namespace Zot.Configuration.Storage;

/// <summary>Validates that the directories of stores of the same kind are neither equal nor nested.</summary>
internal static class RootDirectoryRules
{
    public static void Check(StorageOptions storage, SectionRules rules)
    {
        var stores = storage.SubPaths
            .Select(static pair =>
                (Name: $"substore (route: {pair.Key})", Key: $"subPaths[{pair.Key}].rootDirectory", Store: pair.Value))
            .Prepend((Name: "default storage", Key: "rootDirectory", Store: storage))
            .Where(static store => !string.IsNullOrWhiteSpace(store.Store.RootDirectory))
            .ToList();

        for (var first = 0; first < stores.Count; first++)
        {
            for (var second = first + 1; second < stores.Count; second++)
            {
                var (one, other) = (stores[first], stores[second]);
                if (KindOf(one.Store) == KindOf(other.Store))
                {
                    CheckPair(
                        one.Name, one.Store.RootDirectory!, other.Name, other.Store.RootDirectory!, other.Key, rules);
                }
            }
        }
    }

    private static void CheckPair(
        string one, string oneRoot, string other, string otherRoot, string key, SectionRules rules)
    {
        var (first, second) = (Normal(oneRoot), Normal(otherRoot));
        if (first.Equals(second, StringComparison.OrdinalIgnoreCase))
        {
            rules.Check(
                holds: false, otherRoot, $"must not be the directory of the {one}",
                $"invalid storage config, {one} and {other} cannot use the same root directory", key);
        }
        else if (IsWithin(second, first) || IsWithin(first, second))
        {
            var (inner, outer) = IsWithin(second, first) ? (other, one) : (one, other);
            rules.Check(
                holds: false, otherRoot, $"must be neither inside nor above the directory of the {one}, {oneRoot}",
                $"invalid storage config, {inner} root directory cannot be inside {outer} root directory", key);
        }
    }

    private static bool IsWithin(string inner, string outer) =>
        inner.StartsWith(
            outer.EndsWith(Path.DirectorySeparatorChar) ? outer : outer + Path.DirectorySeparatorChar,
            StringComparison.Ordinal);

    private static string Normal(string root) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    private static string KindOf(StorageOptions store) => store.IsLocal ? "local" : store.StorageDriver!.Name;
}
