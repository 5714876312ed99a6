using Zot.Configuration.Binding;
using Zot.Configuration.Tree;

namespace Zot.Configuration.Values;

/// <summary>
/// The parameters of a driver (<c>storageDriver</c>, <c>cacheDriver</c>, <c>sessionDriver</c>): any keys,
/// case-insensitive.
/// </summary>
/// <remarks>
/// Values are as lenient as elsewhere: a number may be given as a string. Never log the value of a parameter.
/// </remarks>
public sealed class DriverOptions
{
    private readonly ConfigMap _parameters;

    internal DriverOptions(ConfigMap parameters) => _parameters = parameters;

    /// <summary>The parameter <c>name</c>, which selects the driver; empty if it is not set.</summary>
    public string Name => Text("name") ?? "";

    /// <summary>Indicates whether no parameter is set, which is treated as no driver.</summary>
    public bool IsEmpty => _parameters.Count == 0;

    /// <summary>The keys of all parameters, in lower case.</summary>
    public IEnumerable<string> Keys => _parameters.Entries.Select(static entry => entry.Key);

    /// <summary>Returns a parameter; <see langword="null"/> if it is missing or not a single value.</summary>
    public string? Text(string key) => Read(key, Kinds.Text, out var value) ? value : null;

    /// <summary>Returns a parameter; <see langword="null"/> if it is missing or not a boolean.</summary>
    public bool? Flag(string key) => Read(key, Kinds.Flag, out var value) ? value : null;

    /// <summary>Returns a parameter; <see langword="null"/> if it is missing or not a number.</summary>
    public int? Number(string key) => Read(key, Kinds.Number, out var value) ? value : null;

    /// <summary>
    /// Returns a parameter; <see langword="null"/> if it is missing or not a duration. A bare number is nanoseconds.
    /// </summary>
    public TimeSpan? Duration(string key) => Read(key, Kinds.Duration, out var value) ? value : null;

    /// <summary>Returns a parameter that is a list; a single value is a list of one, a missing one is empty.</summary>
    public IReadOnlyList<string> Texts(string key) => _parameters.Find(key) switch
    {
        ConfigList list => [.. list.Items.OfType<ConfigScalar>().Select(static scalar => scalar.Text)],
        ConfigMap map when map.AsList() is { } list =>
            [.. list.Items.OfType<ConfigScalar>().Select(static scalar => scalar.Text)],
        ConfigScalar scalar => [scalar.Text],
        _ => [],
    };

    /// <summary>
    /// Returns a parameter that holds parameters; <see langword="null"/> if it is missing or something else.
    /// </summary>
    public DriverOptions? Group(string key) => _parameters.Find(key) is ConfigMap map ? new DriverOptions(map) : null;

    /// <summary>Returns whether a parameter is set.</summary>
    public bool Has(string key) => _parameters.Has(key);

    internal bool Read<T>(string key, Kind<T> kind, out T? value)
    {
        value = default;
        return _parameters.Find(key) is ConfigScalar scalar && kind.Parse(scalar, out value);
    }

    /// <summary>Sets the default of a parameter, while the configuration is read.</summary>
    internal void Default(string key, ConfigScalar value) => _parameters[key] = value;
}
