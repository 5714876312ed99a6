namespace Zot.Cel.Values;

/// <summary>A map from keys to values. Immutable.</summary>
public sealed class CelMap
{
    private readonly Dictionary<CelValue, CelValue> _entries;

    internal CelMap(Dictionary<CelValue, CelValue> entries) => _entries = entries;

    /// <summary>Creates a map from names to values.</summary>
    /// <exception cref="ArgumentException">Two entries have the same name.</exception>
    public CelMap(IEnumerable<KeyValuePair<string, CelValue>> entries)
        : this(new Dictionary<CelValue, CelValue>(
            entries.Select(static entry => KeyValuePair.Create(CelValue.Of(entry.Key), entry.Value)),
            CelKeyComparer.Instance))
    {
    }

    /// <summary>The empty map.</summary>
    public static CelMap Empty { get; } = new(new Dictionary<CelValue, CelValue>(CelKeyComparer.Instance));

    /// <summary>The number of entries.</summary>
    public int Count => _entries.Count;

    internal IEnumerable<CelValue> Keys => _entries.Keys;

    internal IEnumerable<KeyValuePair<CelValue, CelValue>> Entries => _entries;

    /// <summary>Finds the value of a name; <see langword="null"/> if the name is missing.</summary>
    public CelValue? Find(string name) => Find(CelValue.Of(name));

    internal CelValue? Find(CelValue key) =>
        CelKeyComparer.IsKey(key) && _entries.TryGetValue(key, out var value) ? value : null;
}
