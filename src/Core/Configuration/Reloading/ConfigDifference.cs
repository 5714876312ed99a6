using Zot.Configuration.Tree;

namespace Zot.Configuration.Reloading;

/// <summary>Finds the keys whose values differ between two trees; never returns the values.</summary>
internal static class ConfigDifference
{
    public static IEnumerable<string> Between(ConfigMap one, ConfigMap other) => Between(one, other, path: "");

    private static IEnumerable<string> Between(ConfigNode? one, ConfigNode? other, string path)
    {
        // A section that was added or removed is one difference, not one for each of its keys.
        if (one is ConfigMap first && other is ConfigMap second)
        {
            return first.Entries.Concat(second.Entries)
                .Select(static entry => entry.Key)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .SelectMany(
                    key => Between(first.Find(key), second.Find(key), path.Length == 0 ? key : $"{path}.{key}"));
        }

        return AreEqual(one, other) ? [] : [path];
    }

    private static bool AreEqual(ConfigNode? one, ConfigNode? other) => (one, other) switch
    {
        (null, null) => true,
        (ConfigScalar first, ConfigScalar second) => first.Text == second.Text,
        (ConfigList first, ConfigList second) => first.Items.Count == second.Items.Count
            && first.Items.Zip(second.Items).All(static pair => pair.First is ConfigMap || pair.Second is ConfigMap
                ? !Between(pair.First, pair.Second, "item").Any()
                : AreEqual(pair.First, pair.Second)),
        _ => false,
    };
}
