using Zot.Configuration.Tree;
using Zot.Configuration.Values;

namespace Zot.Configuration.Binding;

/// <summary>Reads the values of a section, and records which are invalid and which are secret.</summary>
internal sealed class SectionValues(SectionKeys keys, Diagnostics findings)
{
    private readonly Dictionary<string, ConfigScalar> _scalars = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _faulty = new(StringComparer.OrdinalIgnoreCase);

    public bool IsInvalid(string key) => _faulty.Contains(keys.Canonical(key, out _));

    /// <summary>Returns whether the value of a key must not be shown.</summary>
    public bool IsSecret(string key) =>
        _scalars.GetValueOrDefault(keys.Canonical(key, out var rest) + rest) is { IsSecret: true };

    /// <summary>
    /// Returns the full path of a key or property, with the environment variable that sets the value.
    /// </summary>
    public string PathOf(string key)
    {
        var name = keys.Canonical(key, out var rest) + rest;
        return _scalars.GetValueOrDefault(name)?.Variable is { } variable
            ? $"{keys.Join(name)} ({variable})"
            : keys.Join(name);
    }

    public bool TryParse<T>(
        string key, ConfigNode node, Kind<T> kind, bool isSecret, out T value, out ConfigScalar scalar)
    {
        value = default!;
        scalar = node as ConfigScalar ?? new ConfigScalar("");
        if (node is not ConfigScalar)
        {
            Reject(key, node, kind.Rule);
            return false;
        }

        scalar = isSecret ? scalar.AsSecret() : scalar;
        _scalars[key] = scalar;
        if (!IsWhole(scalar, key))
        {
            return false;
        }

        if (!kind.Parse(scalar, out value))
        {
            _faulty.Add(key);
            findings.Error(PathOf(key), $"is '{scalar.Shown}', but {kind.Rule}", Worded(kind, scalar));
            return false;
        }

        if (value is TimeSpan { Ticks: not 0 } && scalar.Text.All(char.IsAsciiDigit))
        {
            findings.Warn(
                PathOf(key),
                $"is '{scalar.Shown}' without a unit, which means nanoseconds; write '{scalar.Shown}s' for seconds");
        }

        return true;
    }

    public List<string> ParseTexts(string key, ConfigNode node, bool isSecret, out ConfigList shown)
    {
        var texts = new List<string>();
        shown = new ConfigList([]);
        foreach (var item in Items(node))
        {
            if (TryParse($"{key}[{texts.Count}]", item, Kinds.Text, isSecret, out var text, out var scalar))
            {
                texts.Add(text);
                shown.Items.Add(scalar.IsSecret ? new ConfigScalar(text).AsSecret() : new ConfigScalar(text));
            }
        }

        return texts;
    }

    /// <summary>
    /// Returns a copy with keys in lower case, in which values are marked as secret according to their names.
    /// </summary>
    public ConfigMap FreeForm(ConfigMap map, string key, bool isSecret = false)
    {
        var copy = new ConfigMap();
        foreach (var (name, node) in map.Entries)
        {
            copy[name.ToLowerInvariant()] =
                FreeForm(node, $"{key}.{name}", isSecret || (Secrets.IsSecretName(name) && node is not ConfigMap));
        }

        return copy;
    }

    public void Reject(string key, ConfigNode node, string rule)
    {
        _faulty.Add(key);
        findings.Error(PathOf(key), $"is {node.Description}, but {rule}");
    }

    /// <summary>
    /// Returns the items of a list. A single value is a list of one; numbered keys from the environment are also a
    /// list.
    /// </summary>
    public static List<ConfigNode> Items(ConfigNode node) => node switch
    {
        ConfigList list => list.Items,
        ConfigMap map when map.AsList() is { } list => list.Items,
        ConfigMap { Count: 0 } => [],
        _ => [node],
    };

    private static string? Worded<T>(Kind<T> kind, ConfigScalar scalar) =>
        ReferenceEquals(kind, Kinds.Port) ? $"invalid server config: invalid port {scalar.Shown}"
        : ReferenceEquals(kind, Kinds.Window) ? $"invalid gcTimeWindow \"{scalar.Shown}\""
        : null;

    private ConfigNode FreeForm(ConfigNode node, string key, bool isSecret) => node switch
    {
        ConfigMap map => FreeForm(map, key, isSecret),
        ConfigList list =>
            new ConfigList(list.Items.Select((item, index) => FreeForm(item, $"{key}[{index}]", isSecret))),
        ConfigScalar scalar when IsWhole(scalar, key) && isSecret => scalar.AsSecret(),
        _ => node,
    };

    private bool IsWhole(ConfigScalar scalar, string key)
    {
        // No path, header or name can contain a NUL character: any use of the value would fail later.
        var problem = scalar.Problem ?? (scalar.Text.Contains('\0', StringComparison.Ordinal)
            ? "contains a NUL character, which no value can have"
            : null);
        if (problem is null)
        {
            return true;
        }

        _faulty.Add(key);
        findings.Error(PathOf(key), problem);
        return false;
    }
}
