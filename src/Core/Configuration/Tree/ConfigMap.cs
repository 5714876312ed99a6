using System.Diagnostics.CodeAnalysis;

namespace Zot.Configuration.Tree;

/// <summary>Values by key. Keys are case-insensitive; the first spelling is kept for messages.</summary>
internal sealed class ConfigMap : ConfigNode
{
    private readonly OrderedDictionary<string, ConfigNode> _entries = new(StringComparer.OrdinalIgnoreCase);

    public ConfigNode this[string key]
    {
        set => _entries[key] = value;
    }

    public int Count => _entries.Count;

    public IEnumerable<KeyValuePair<string, ConfigNode>> Entries => _entries;

    public override string Description => "an object";

    /// <summary>Finds a value; <c>null</c> is treated as missing.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out ConfigNode? node) =>
        _entries.TryGetValue(key, out node) && node is not ConfigScalar { Kind: ConfigScalarKind.Nothing };

    public bool Has(params ReadOnlySpan<string> path) => Find(path) is not null;

    public ConfigNode? Find(params ReadOnlySpan<string> path)
    {
        ConfigNode? node = this;
        foreach (var key in path)
        {
            if (node is not ConfigMap map || !map.TryGet(key, out node))
            {
                return null;
            }
        }

        return node;
    }

    public bool TryAdd(string key, ConfigNode node) => _entries.TryAdd(key, node);

    public void Remove(string key) => _entries.Remove(key);

    /// <summary>
    /// Returns the value as a list if its keys are 0, 1, 2 …, which is how the environment spells a list.
    /// </summary>
    public ConfigList? AsList() =>
        Count > 0 && _entries.Keys.Select(static (key, index) => key == $"{index}").All(static matches => matches)
            ? new ConfigList(_entries.Values)
            : null;

    public override ConfigNode Clone()
    {
        var copy = new ConfigMap();
        foreach (var (key, node) in _entries)
        {
            copy[key] = node.Clone();
        }

        return copy;
    }
}
