namespace Zot.Configuration;

/// <summary>The parameters of a driver (<c>storageDriver</c>, <c>cacheDriver</c>, <c>sessionDriver</c>): any keys, in any case.</summary>
/// <remarks>Values are lenient as everywhere: a number may be given as a string. Never log a parameter's value.</remarks>
public sealed class DriverOptions
{
    private readonly ConfigMap _parameters;

    internal DriverOptions(ConfigMap parameters) => _parameters = parameters;

    /// <summary>The parameter <c>name</c>, which selects the driver; empty when it is not given.</summary>
    public string Name => Text("name") ?? "";

    /// <summary>Whether no parameter is given, which counts as no driver.</summary>
    public bool IsEmpty => _parameters.Count == 0;

    /// <summary>The keys of all parameters, in lower case.</summary>
    public IEnumerable<string> Keys => _parameters.Entries.Select(static entry => entry.Key);

    /// <summary>A parameter; <see langword="null"/> when it is absent or no single value.</summary>
    public string? Text(string key) => Read(key, Kinds.Text, out var value) ? value : null;

    /// <summary>A parameter; <see langword="null"/> when it is absent or no boolean.</summary>
    public bool? Flag(string key) => Read(key, Kinds.Flag, out var value) ? value : null;

    /// <summary>A parameter; <see langword="null"/> when it is absent or no number.</summary>
    public int? Number(string key) => Read(key, Kinds.Number, out var value) ? value : null;

    /// <summary>A parameter; <see langword="null"/> when it is absent or no duration. A bare number is nanoseconds.</summary>
    public TimeSpan? Duration(string key) => Read(key, Kinds.Duration, out var value) ? value : null;

    /// <summary>A parameter that is a list; a single value is a list of one, an absent one is empty.</summary>
    public IReadOnlyList<string> Texts(string key) => _parameters.Find(key) switch
    {
        ConfigList list => [.. list.Items.OfType<ConfigScalar>().Select(static scalar => scalar.Text)],
        ConfigMap map when map.AsList() is { } list => [.. list.Items.OfType<ConfigScalar>().Select(static scalar => scalar.Text)],
        ConfigScalar scalar => [scalar.Text],
        _ => [],
    };

    /// <summary>A parameter that holds parameters; <see langword="null"/> when it is absent or something else.</summary>
    public DriverOptions? Group(string key) => _parameters.Find(key) is ConfigMap map ? new DriverOptions(map) : null;

    /// <summary>Whether a parameter is given.</summary>
    public bool Has(string key) => _parameters.Has(key);

    internal bool Read<T>(string key, Kind<T> kind, out T? value)
    {
        value = default;
        return _parameters.Find(key) is ConfigScalar scalar && kind.Parse(scalar, out value);
    }

    /// <summary>Gives a parameter its default, while the configuration is read.</summary>
    internal void Default(string key, ConfigScalar value) => _parameters[key] = value;
}
