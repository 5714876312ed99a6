namespace Zot.Configuration;

/// <summary>Fills in a record from the tree, and remembers what is in force, defaults included.</summary>
internal sealed class SectionReader(ConfigMap given, string path, Findings findings, SecretFiles files) : Section
{
    private readonly Dictionary<string, string> _declared = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ConfigScalar> _scalars = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _faulty = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is in force: every key with its value or default.</summary>
    public ConfigMap Effective { get; } = new();

    /// <summary>Reads a record, checks it, and reports the keys it does not know.</summary>
    public static T Read<T>(ConfigMap given, string path, Findings findings, SecretFiles files, Func<Section, T> read, out ConfigMap effective)
        where T : class, ISection<T>
    {
        var section = new SectionReader(given, path, findings, files);
        var value = read(section);
        section.ReportUnknownKeys();
        value.Check(new SectionRules(section, findings));
        effective = section.Effective;
        return value;
    }

    public bool IsFaulty(string key) => _faulty.Contains(Canonical(key, out _));

    public override bool Has(string key) => given.TryGet(key, out _);

    public override void Warn(string key, string message) => findings.Warn(PathOf(key), message);

    /// <summary>The whole path of a key or a property, with the environment variable that the value comes from.</summary>
    public string PathOf(string key)
    {
        var name = Canonical(key, out var rest);
        var origin = _scalars.GetValueOrDefault(name)?.Variable is { } variable ? $" ({variable})" : "";
        return Join(name + rest) + origin;
    }

    public override T? File<T>(string? path, string key = "")
        where T : class =>
        path is { Length: > 0 } && files.Open(given, key = Canonical(key, out _), path, PathOf(key), findings) is { } content
            ? ReadWithin(content, Join(key), T.Read, out _)
            : null;

    protected override bool TryRead<T>(string key, Kind<T> kind, ConfigScalar? shownDefault, bool isSecret, out T value)
    {
        value = default!;
        Declare(key);
        if (!given.TryGet(key, out var node))
        {
            if (shownDefault is not null)
            {
                Effective[key] = isSecret ? shownDefault.AsSecret() : shownDefault;
            }

            return false;
        }

        if (!TryParse(key, node, kind, isSecret, out value, out var scalar))
        {
            return false;
        }

        Effective[key] = kind.Show(value) is var shown && scalar.IsSecret ? shown.AsSecret() : shown;
        return true;
    }

    protected override IReadOnlyList<string> ReadTexts(string key, IReadOnlyList<string> fallback)
    {
        Declare(key);
        if (!given.TryGet(key, out var node))
        {
            Effective[key] = new ConfigList(fallback.Select(static text => new ConfigScalar(text)));
            return fallback;
        }

        var texts = ParseTexts(key, node, isSecret: false, out var shown);
        Effective[key] = shown;
        return texts;
    }

    protected override T? ReadGroup<T>(string key, T? fallback, Func<Section, T> read)
        where T : class
    {
        Declare(key);
        if (!given.TryGet(key, out var node))
        {
            return fallback is null ? null : ReadWithin(new ConfigMap(), key, read);
        }

        if (node is ConfigMap map)
        {
            return ReadWithin(map, key, read);
        }

        return Refuse(key, node, "must be an object") ? fallback : null;
    }

    protected override IReadOnlyList<T> ReadGroups<T>(string key, IReadOnlyList<T> fallback, Func<Section, T> read)
    {
        Declare(key);
        if (!given.TryGet(key, out var node))
        {
            return fallback;
        }

        var values = new List<T>();
        var shown = new List<ConfigNode>();
        foreach (var item in Items(node))
        {
            var name = $"{key}[{values.Count}]";
            if (item is not ConfigMap map)
            {
                Refuse(name, item, "must be an object");
                continue;
            }

            values.Add(ReadWithin(map, Join(name), read, out var effective));
            shown.Add(effective);
        }

        Effective[key] = new ConfigList(shown);
        return values;
    }

    protected override IReadOnlyDictionary<string, T> ReadMap<T>(
        string key, IReadOnlyDictionary<string, T> fallback, Func<Section, T> read, string definition)
    {
        Declare(key);
        if (!given.TryGet(key, out var node))
        {
            return fallback;
        }

        var values = new Dictionary<string, T>(StringComparer.Ordinal);
        var shown = new ConfigMap();
        foreach (var (name, item) in Members(key, node))
        {
            if (item is ConfigMap map)
            {
                values[name] = ReadWithin(map, Join($"{key}[{name}]"), read, out var effective);
                shown[name] = effective;
            }
            else if (item is not ConfigScalar { Kind: ConfigScalarKind.Nothing })
            {
                Refuse($"{key}[{name}]", item, "must be an object");
            }
        }

        Effective[key] = shown;
        return values;
    }

    protected override IReadOnlyDictionary<string, IReadOnlyList<string>> ReadHeaders(
        string key, IReadOnlyDictionary<string, IReadOnlyList<string>> fallback)
    {
        Declare(key);
        if (!given.TryGet(key, out var node))
        {
            return fallback;
        }

        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        var shown = new ConfigMap();
        foreach (var (name, item) in Members(key, node))
        {
            values[name] = ParseTexts($"{key}[{name}]", item, isSecret: true, out var texts);
            shown[name] = texts;
        }

        Effective[key] = shown;
        return values;
    }

    protected override DriverOptions? ReadDriver(string key, DriverOptions? fallback)
    {
        Declare(key);
        if (!given.TryGet(key, out var node))
        {
            return fallback;
        }

        if (node is not ConfigMap map)
        {
            Refuse(key, node, "must be an object");
            return fallback;
        }

        var parameters = FreeForm(map, key, isSecret: false);
        Effective[key] = parameters;
        return new DriverOptions(parameters);
    }

    protected override void Settle(string key, ConfigScalar value) => Effective[key] = value;

    private ConfigMap FreeForm(ConfigMap map, string key, bool isSecret)
    {
        var copy = new ConfigMap();
        foreach (var (name, node) in map.Entries)
        {
            copy[name.ToLowerInvariant()] = FreeForm(node, $"{key}.{name}", isSecret || (Secrets.IsSecretName(name) && node is not ConfigMap));
        }

        return copy;
    }

    private ConfigNode FreeForm(ConfigNode node, string key, bool isSecret) => node switch
    {
        ConfigMap map => FreeForm(map, key, isSecret),
        ConfigList list => new ConfigList(list.Items.Select((item, index) => FreeForm(item, $"{key}[{index}]", isSecret))),
        ConfigScalar scalar when IsWhole(scalar, key) && isSecret => scalar.AsSecret(),
        _ => node,
    };

    private List<string> ParseTexts(string key, ConfigNode node, bool isSecret, out ConfigList shown)
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

    private bool TryParse<T>(string key, ConfigNode node, Kind<T> kind, bool isSecret, out T value, out ConfigScalar scalar)
    {
        value = default!;
        scalar = node as ConfigScalar ?? new ConfigScalar("");
        if (node is not ConfigScalar)
        {
            Refuse(key, node, kind.Rule);
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
            findings.Warn(PathOf(key), $"is '{scalar.Text}' without a unit, which means nanoseconds; write '{scalar.Text}s' for seconds");
        }

        return true;
    }

    private static string? Worded<T>(Kind<T> kind, ConfigScalar scalar) =>
        ReferenceEquals(kind, Kinds.Port) ? $"invalid server config: invalid port {scalar.Shown}"
        : ReferenceEquals(kind, Kinds.Window) ? $"invalid gcTimeWindow \"{scalar.Shown}\""
        : null;

    private bool IsWhole(ConfigScalar scalar, string key)
    {
        if (scalar.Problem is null)
        {
            return true;
        }

        _faulty.Add(key);
        findings.Error(PathOf(key), scalar.Problem);
        return false;
    }

    private bool Refuse(string key, ConfigNode node, string rule)
    {
        _faulty.Add(key);
        findings.Error(PathOf(key), $"is {node.Description}, but {rule}");
        return true;
    }

    private IEnumerable<KeyValuePair<string, ConfigNode>> Members(string key, ConfigNode node)
    {
        if (node is ConfigMap map)
        {
            return map.Entries.Select(static entry => KeyValuePair.Create(entry.Key.ToLowerInvariant(), entry.Value));
        }

        Refuse(key, node, "must be an object");
        return [];
    }

    // A single value is a list of one, and what the environment numbers is a list, too.
    private static List<ConfigNode> Items(ConfigNode node) => node switch
    {
        ConfigList list => list.Items,
        ConfigMap map when map.AsList() is { } list => list.Items,
        ConfigMap { Count: 0 } => [],
        _ => [node],
    };

    private T ReadWithin<T>(ConfigMap map, string key, Func<Section, T> read)
        where T : class, ISection<T>
    {
        var value = ReadWithin(map, Join(key), read, out var effective);
        Effective[key] = effective;
        return value;
    }

    private T ReadWithin<T>(ConfigMap map, string within, Func<Section, T> read, out ConfigMap effective)
        where T : class, ISection<T> =>
        Read(map, within, findings, files, read, out effective);

    private void Declare(string key) => _declared[key] = key;

    private string Join(string key) => path.Length == 0 || key.Length == 0 ? path + key : $"{path}.{key}";

    // GcDelay, gcDelay[0] and gcDelay.x are spelled as the key was declared, and so is the expression store.GcDelay.
    private string Canonical(string key, out string rest)
    {
        var end = key.AsSpan().IndexOfAny("[.");
        rest = end < 0 ? "" : key[end..];
        var name = end < 0 ? key : key[..end];
        if (_declared.TryGetValue(name, out var declared))
        {
            return declared;
        }

        if (!rest.StartsWith('.') || !_declared.TryGetValue(rest[1..], out declared))
        {
            return name;
        }

        rest = "";
        return declared;
    }

    private void ReportUnknownKeys()
    {
        foreach (var (key, node) in given.Entries.Where(entry => !_declared.ContainsKey(entry.Key) && !SecretFiles.IsContent(entry.Key)))
        {
            var near = Spelling.Nearest(key, _declared.Values);
            var hint = near is null ? "" : $"; did you mean {near}?";
            var origin = Variables(node).FirstOrDefault() is { } variable ? $" ({variable})" : "";
            findings.Error(Join(key) + origin, $"is no known key{hint}", $"'{path}' has invalid keys: {key.ToLowerInvariant()}");
        }
    }

    private static IEnumerable<string> Variables(ConfigNode node) => node switch
    {
        ConfigScalar { Variable: { } variable } => [variable],
        ConfigMap map => map.Entries.SelectMany(static entry => Variables(entry.Value)),
        ConfigList list => list.Items.SelectMany(Variables),
        _ => [],
    };
}
