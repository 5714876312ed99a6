using Zot.Configuration.Loading;
using Zot.Configuration.Tree;
using Zot.Configuration.Values;

namespace Zot.Configuration.Binding;

/// <summary>Reads a record from the tree, and collects the effective values, including defaults.</summary>
internal sealed class SectionReader : Section
{
    private const string FileSuffix = "File";

    private readonly ConfigMap _given;
    private readonly Diagnostics _findings;
    private readonly SecretFiles _files;
    private readonly SectionKeys _keys;
    private readonly SectionValues _values;

    private SectionReader(ConfigMap given, string path, Diagnostics findings, SecretFiles files)
    {
        (_given, _findings, _files) = (given, findings, files);
        _keys = new SectionKeys(path);
        _values = new SectionValues(_keys, findings);
    }

    /// <summary>The effective configuration: every key with its value or default.</summary>
    public ConfigMap Effective { get; } = new();

    /// <summary>Reads a record, validates it, and reports unknown keys.</summary>
    public static T Read<T>(
        ConfigMap given,
        string path,
        Diagnostics findings,
        SecretFiles files,
        Func<Section, T> read,
        out ConfigMap effective)
        where T : class, ISection<T>
    {
        var section = new SectionReader(given, path, findings, files);
        var value = read(section);
        section._keys.ReportUnknown(given, findings);
        value.Check(new SectionRules(section, findings));
        effective = section.Effective;
        return value;
    }

    public bool IsInvalid(string key) => _values.IsInvalid(key);

    /// <inheritdoc cref="SectionValues.IsSecret"/>
    public bool IsSecret(string key) => _values.IsSecret(key);

    /// <inheritdoc cref="SectionValues.PathOf"/>
    public string PathOf(string key) => _values.PathOf(key);

    public override bool Has(string key) => _given.TryGet(key, out _);

    public override void Warn(string key, string message) => _findings.Warn(PathOf(key), message);

    public override T? File<T>(string? path, string key = "")
        where T : class
    {
        key = _keys.Canonical(key, out _);
        if (path is not { Length: > 0 } || _files.Open(_given, key, path, PathOf(key), _findings) is not { } content)
        {
            return null;
        }

        var value = ReadWithin(content, _keys.Join(key), T.Read, out var effective);
        Effective[key.Replace(FileSuffix, "", StringComparison.Ordinal)] = effective;
        return value;
    }

    protected override bool TryRead<T>(string key, Kind<T> kind, ConfigScalar? shownDefault, bool isSecret, out T value)
    {
        value = default!;
        _keys.Declare(key);
        if (!_given.TryGet(key, out var node))
        {
            if (shownDefault is not null)
            {
                Effective[key] = isSecret ? shownDefault.AsSecret() : shownDefault;
            }

            return false;
        }

        if (!_values.TryParse(key, node, kind, isSecret, out value, out var scalar))
        {
            return false;
        }

        Effective[key] = kind.Show(value) is var shown && scalar.IsSecret ? shown.AsSecret() : shown;
        return true;
    }

    protected override IReadOnlyList<string> ReadTexts(string key, IReadOnlyList<string> fallback)
    {
        _keys.Declare(key);
        if (!_given.TryGet(key, out var node))
        {
            Effective[key] = new ConfigList(fallback.Select(static text => new ConfigScalar(text)));
            return fallback;
        }

        var texts = _values.ParseTexts(key, node, isSecret: false, out var shown);
        Effective[key] = shown;
        return texts;
    }

    protected override T? ReadGroup<T>(string key, T? fallback, Func<Section, T> read)
        where T : class
    {
        _keys.Declare(key);
        if (!_given.TryGet(key, out var node))
        {
            return fallback is null ? null : ReadWithin(new ConfigMap(), key, read);
        }

        if (node is ConfigMap map)
        {
            return ReadWithin(map, key, read);
        }

        _values.Reject(key, node, "must be an object");
        return fallback;
    }

    protected override IReadOnlyList<T> ReadGroups<T>(string key, IReadOnlyList<T> fallback, Func<Section, T> read)
    {
        _keys.Declare(key);
        if (!_given.TryGet(key, out var node))
        {
            return fallback;
        }

        var values = new List<T>();
        var shown = new List<ConfigNode>();
        foreach (var item in SectionValues.Items(node))
        {
            var name = $"{key}[{values.Count}]";
            if (item is not ConfigMap map)
            {
                _values.Reject(name, item, "must be an object");
                continue;
            }

            values.Add(ReadWithin(map, _keys.Join(name), read, out var effective));
            shown.Add(effective);
        }

        Effective[key] = new ConfigList(shown);
        return values;
    }

    protected override IReadOnlyDictionary<string, T> ReadMap<T>(
        string key,
        IReadOnlyDictionary<string, T> fallback,
        Func<Section, T> read,
        string definition,
        bool keepsCase = false)
    {
        _keys.Declare(key);
        if (!_given.TryGet(key, out var node))
        {
            return fallback;
        }

        var values = new Dictionary<string, T>(StringComparer.Ordinal);
        var shown = new ConfigMap();
        foreach (var (name, item) in Members(key, node, keepsCase))
        {
            if (item is ConfigMap map)
            {
                values[name] = ReadWithin(map, _keys.Join($"{key}[{name}]"), read, out var effective);
                shown[name] = effective;
            }
            else if (item is not ConfigScalar { Kind: ConfigScalarKind.Nothing })
            {
                _values.Reject($"{key}[{name}]", item, "must be an object");
            }
        }

        Effective[key] = shown;
        return values;
    }

    protected override IReadOnlyDictionary<string, IReadOnlyList<string>> ReadHeaders(
        string key, IReadOnlyDictionary<string, IReadOnlyList<string>> fallback)
    {
        _keys.Declare(key);
        if (!_given.TryGet(key, out var node))
        {
            return fallback;
        }

        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        var shown = new ConfigMap();
        foreach (var (name, item) in Members(key, node))
        {
            values[name] = _values.ParseTexts($"{key}[{name}]", item, isSecret: true, out var texts);
            shown[name] = texts;
        }

        Effective[key] = shown;
        return values;
    }

    protected override DriverOptions? ReadDriver(string key, DriverOptions? fallback)
    {
        _keys.Declare(key);
        if (!_given.TryGet(key, out var node))
        {
            return fallback;
        }

        if (node is not ConfigMap map)
        {
            _values.Reject(key, node, "must be an object");
            return fallback;
        }

        var parameters = _values.FreeForm(map, key);
        Effective[key] = parameters;
        return new DriverOptions(parameters);
    }

    protected override void SetEffective(string key, ConfigScalar value) => Effective[key] = value;

    private IEnumerable<KeyValuePair<string, ConfigNode>> Members(string key, ConfigNode node, bool keepsCase = false)
    {
        if (node is ConfigMap map)
        {
            return keepsCase
                ? map.Entries
                : map.Entries.Select(static entry => KeyValuePair.Create(entry.Key.ToLowerInvariant(), entry.Value));
        }

        _values.Reject(key, node, "must be an object");
        return [];
    }

    private T ReadWithin<T>(ConfigMap map, string key, Func<Section, T> read)
        where T : class, ISection<T>
    {
        var value = ReadWithin(map, _keys.Join(key), read, out var effective);
        Effective[key] = effective;
        return value;
    }

    private T ReadWithin<T>(ConfigMap map, string within, Func<Section, T> read, out ConfigMap effective)
        where T : class, ISection<T> =>
        Read(map, within, _findings, _files, read, out effective);
}
