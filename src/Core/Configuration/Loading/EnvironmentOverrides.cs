using System.Globalization;
using Zot.Configuration.Binding;
using Zot.Configuration.Tree;

namespace Zot.Configuration.Loading;

/// <summary>
/// Applies keys set by the environment: <c>ZOT_HTTP__PORT=5001</c> is <c>http.port</c>, <c>…__0</c> is an item of a
/// list.
/// </summary>
internal static class EnvironmentOverrides
{
    private const string Prefix = "ZOT_";
    private const string Separator = "__";

    // A variable without a separator can only set a key outside any section. Others may belong to another program:
    // Kubernetes sets ZOT_PORT and ZOT_SERVICE_HOST in every container that runs beside a service named zot.
    private static readonly HashSet<string> TopLevelKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        "distSpecVersion", "goVersion", "commit", "releaseTag", "binaryType",
    };

    /// <summary>Overrides values of the tree with those of the environment.</summary>
    public static void Apply(ConfigMap tree, IReadOnlyDictionary<string, string> environment, Diagnostics findings)
    {
        var overrides = environment
            .Where(static variable => variable.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            .Select(static variable =>
                new Override(variable.Key, variable.Key[Prefix.Length..].Split(Separator), variable.Value))
            .Where(static variable => variable.Path.Length > 1 || TopLevelKeys.Contains(variable.Path[0]))
            .OrderBy(
                static variable => string.Join('\0', variable.Path.Select(SortKey)), StringComparer.OrdinalIgnoreCase);

        foreach (var (name, path, value) in overrides)
        {
            if (path.Any(static key => key.Length == 0))
            {
                findings.Error(name, "is an environment variable with an empty key between two __");
            }
            else if (!TrySet(tree, path, new ConfigScalar(value) { Variable = name }))
            {
                findings.Error(name, "is an environment variable that leaves a gap in a list, "
                    + "or descends into a value that is not an object");
            }
        }
    }

    private static bool TrySet(ConfigNode node, ReadOnlySpan<string> path, ConfigScalar value)
    {
        if (path.IsEmpty)
        {
            return false;
        }

        return node switch
        {
            ConfigMap map => TrySetIn(map, path, value),
            ConfigList list when IsIndex(path[0], out var index) && index <= list.Items.Count =>
                TrySetIn(list, index, path[1..], value),
            _ => false,
        };
    }

    private static bool TrySetIn(ConfigMap map, ReadOnlySpan<string> path, ConfigScalar value)
    {
        if (path.Length == 1)
        {
            map[path[0]] = value;
            return true;
        }

        if (!map.TryGet(path[0], out var within))
        {
            map[path[0]] = within = new ConfigMap();
        }

        return TrySet(within, path[1..], value);
    }

    private static bool TrySetIn(ConfigList list, int index, ReadOnlySpan<string> rest, ConfigScalar value)
    {
        if (index == list.Items.Count)
        {
            list.Items.Add(new ConfigMap());
        }

        if (rest.IsEmpty)
        {
            list.Items[index] = value;
            return true;
        }

        return TrySet(list.Items[index], rest, value);
    }

    private static bool IsIndex(string key, out int index) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out index);

    // Item 2 comes before item 10.
    private static string SortKey(string key) =>
        IsIndex(key, out var index) ? index.ToString("D9", CultureInfo.InvariantCulture) : key;

    // A class, because sequences of value tuples are compiled again at every start.
    private sealed record Override(string Name, string[] Path, string Value);
}
