using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Zot.Configuration.Tree;
using Zot.Configuration.Values;

namespace Zot.Configuration.Binding;

/// <summary>
/// Receives the declarations of a record's keys. <c>GcDelay = section.Duration(defaults.GcDelay)</c> declares the key
/// <c>gcDelay</c>, its kind and its default; a key that is not the property's name in camel case is given as the second
/// argument.
/// </summary>
/// <remarks>
/// Each declaration serves two purposes: <see cref="SectionReader"/> fills in the value, <see cref="SectionSchema"/>
/// describes it.
/// </remarks>
internal abstract class Section
{
    [return: NotNullIfNotNull(nameof(fallback))]
    public string? Text(string? fallback, [CallerArgumentExpression(nameof(fallback))] string key = "") =>
        OfClass(KeyOf(key), fallback, Kinds.Text);

    /// <summary>Declares a text that is never shown.</summary>
    [return: NotNullIfNotNull(nameof(fallback))]
    public string? Secret(string? fallback, [CallerArgumentExpression(nameof(fallback))] string key = "") =>
        OfClass(KeyOf(key), fallback, Kinds.Text, isSecret: true);

    public bool Flag(bool fallback, [CallerArgumentExpression(nameof(fallback))] string key = "") =>
        OfStruct(KeyOf(key), fallback, Kinds.Flag) ?? fallback;

    public int Number(int fallback, [CallerArgumentExpression(nameof(fallback))] string key = "") =>
        OfStruct(KeyOf(key), fallback, Kinds.Number) ?? fallback;

    public int? Number(int? fallback, [CallerArgumentExpression(nameof(fallback))] string key = "") =>
        OfStruct(KeyOf(key), fallback, Kinds.Number);

    public double? Real(double? fallback, [CallerArgumentExpression(nameof(fallback))] string key = "") =>
        OfStruct(KeyOf(key), fallback, Kinds.Real);

    public TimeSpan Duration(TimeSpan fallback, [CallerArgumentExpression(nameof(fallback))] string key = "") =>
        OfStruct(KeyOf(key), fallback, Kinds.Duration) ?? fallback;

    public TimeSpan? Duration(TimeSpan? fallback, [CallerArgumentExpression(nameof(fallback))] string key = "") =>
        OfStruct(KeyOf(key), fallback, Kinds.Duration);

    /// <summary>
    /// Declares a duration that requires a unit: a bare number would be nanoseconds, which is never intended.
    /// </summary>
    public TimeSpan DurationWithUnit(TimeSpan fallback, [CallerArgumentExpression(nameof(fallback))] string key = "") =>
        OfStruct(KeyOf(key), fallback, Kinds.DurationWithUnit) ?? fallback;

    /// <summary>Declares a number of bytes.</summary>
    public long Size(long fallback, [CallerArgumentExpression(nameof(fallback))] string key = "") =>
        OfStruct(KeyOf(key), fallback, Kinds.Size) ?? fallback;

    public int Port(int fallback, [CallerArgumentExpression(nameof(fallback))] string key = "") =>
        OfStruct(KeyOf(key), fallback, Kinds.Port) ?? fallback;

    public GcTimeWindow? Window(GcTimeWindow? fallback, [CallerArgumentExpression(nameof(fallback))] string key = "") =>
        OfStruct(KeyOf(key), fallback, Kinds.Window);

    public IReadOnlyList<string> Texts(
        IReadOnlyList<string> fallback, [CallerArgumentExpression(nameof(fallback))] string key = "") =>
        ReadTexts(KeyOf(key), fallback);

    /// <summary>
    /// Declares a nested section. If it is missing, the result is <paramref name="fallback"/>, with its own defaults
    /// unless that is <see langword="null"/>.
    /// </summary>
    [return: NotNullIfNotNull(nameof(fallback))]
    public T? Group<T>(T? fallback, [CallerArgumentExpression(nameof(fallback))] string key = "")
        where T : class, ISection<T> =>
        ReadGroup(KeyOf(key), fallback, T.Read);

    /// <summary>Declares a nested section whose defaults depend on the enclosing section.</summary>
    [return: NotNullIfNotNull(nameof(fallback))]
    public T? Group<T>(
        T? fallback, Func<Section, T> read, [CallerArgumentExpression(nameof(fallback))] string key = "")
        where T : class, ISection<T> =>
        ReadGroup(KeyOf(key), fallback, read);

    /// <summary>Declares a list of sections.</summary>
    public IReadOnlyList<T> Groups<T>(
        IReadOnlyList<T> fallback, [CallerArgumentExpression(nameof(fallback))] string key = "")
        where T : class, ISection<T> =>
        ReadGroups(KeyOf(key), fallback, T.Read);

    /// <summary>Declares a list of sections whose defaults depend on the enclosing section.</summary>
    public IReadOnlyList<T> Groups<T>(
        IReadOnlyList<T> fallback, Func<Section, T> read, [CallerArgumentExpression(nameof(fallback))] string key = "")
        where T : class, ISection<T> =>
        ReadGroups(KeyOf(key), fallback, read);

    /// <summary>Declares sections keyed by a user-defined name, in lower case.</summary>
    public IReadOnlyDictionary<string, T> Map<T>(
        IReadOnlyDictionary<string, T> fallback, [CallerArgumentExpression(nameof(fallback))] string key = "")
        where T : class, ISection<T> =>
        ReadMap(KeyOf(key), fallback, T.Read, NameOf<T>());

    /// <summary>Declares sections keyed by a user-defined name, as written.</summary>
    public IReadOnlyDictionary<string, T> MapAsWritten<T>(
        IReadOnlyDictionary<string, T> fallback, [CallerArgumentExpression(nameof(fallback))] string key = "")
        where T : class, ISection<T> =>
        ReadMap(KeyOf(key), fallback, T.Read, NameOf<T>(), keepsCase: true);

    /// <summary>Declares sections keyed by a name, without some of the keys that their record has elsewhere.</summary>
    public IReadOnlyDictionary<string, T> Map<T>(
        IReadOnlyDictionary<string, T> fallback, Func<Section, T> read, string definition,
        [CallerArgumentExpression(nameof(fallback))] string key = "")
        where T : class, ISection<T> =>
        ReadMap(KeyOf(key), fallback, read, definition);

    /// <summary>
    /// Declares lists of texts keyed by a name, such as HTTP headers. A single text is a list of one.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers(
        IReadOnlyDictionary<string, IReadOnlyList<string>> fallback,
        [CallerArgumentExpression(nameof(fallback))] string key = "") =>
        ReadHeaders(KeyOf(key), fallback);

    /// <summary>Declares a map that accepts any key: the parameters of a driver.</summary>
    public DriverOptions? Driver(
        DriverOptions? fallback, [CallerArgumentExpression(nameof(fallback))] string key = "") =>
        ReadDriver(KeyOf(key), fallback);

    /// <summary>
    /// Reads the file named by a key such as <c>credentialsFile</c>; returns <see langword="null"/> if the key is
    /// missing.
    /// </summary>
    public abstract T? File<T>(string? path, [CallerArgumentExpression(nameof(path))] string key = "")
        where T : class, ISection<T>;

    /// <summary>Returns whether the key is set.</summary>
    public abstract bool Has(string key);

    /// <summary>Adds a warning.</summary>
    public abstract void Warn(string key, string message);

    /// <summary>Sets the effective value of a key, in place of the value that was read.</summary>
    public bool SetEffective(string key, bool value)
    {
        SetEffective(key, ConfigScalar.Of(value));
        return value;
    }

    /// <inheritdoc cref="SetEffective(string, bool)"/>
    public TimeSpan SetEffective(string key, TimeSpan value)
    {
        SetEffective(key, ConfigScalar.Of(value));
        return value;
    }

    /// <inheritdoc cref="SetEffective(string, bool)"/>
    public string SetEffective(string key, string value)
    {
        SetEffective(key, new ConfigScalar(value));
        return value;
    }

    protected abstract bool TryRead<T>(
        string key, Kind<T> kind, ConfigScalar? shownDefault, bool isSecret, out T value);

    protected abstract IReadOnlyList<string> ReadTexts(string key, IReadOnlyList<string> fallback);

    protected abstract T? ReadGroup<T>(string key, T? fallback, Func<Section, T> read)
        where T : class, ISection<T>;

    protected abstract IReadOnlyList<T> ReadGroups<T>(string key, IReadOnlyList<T> fallback, Func<Section, T> read)
        where T : class, ISection<T>;

    protected abstract IReadOnlyDictionary<string, T> ReadMap<T>(
        string key,
        IReadOnlyDictionary<string, T> fallback,
        Func<Section, T> read,
        string definition,
        bool keepsCase = false)
        where T : class, ISection<T>;

    protected abstract IReadOnlyDictionary<string, IReadOnlyList<string>> ReadHeaders(
        string key, IReadOnlyDictionary<string, IReadOnlyList<string>> fallback);

    protected abstract DriverOptions? ReadDriver(string key, DriverOptions? fallback);

    protected abstract void SetEffective(string key, ConfigScalar value);

    /// <summary>Returns the name of a record without its suffix: <c>StorageOptions</c> is <c>Storage</c>.</summary>
    protected static string NameOf<T>() => typeof(T).Name.Replace("Options", "", StringComparison.Ordinal);

    /// <summary>Returns the key of a property: <c>defaults.GcDelay</c> is <c>gcDelay</c>.</summary>
    protected static string KeyOf(string expression)
    {
        var name = expression[(expression.LastIndexOf('.') + 1)..];
        return string.Concat(char.ToLowerInvariant(name[0]).ToString(), name[1..]);
    }

    private string? OfClass(string key, string? fallback, Kind<string> kind, bool isSecret = false) =>
        TryRead(key, kind, fallback is null ? null : kind.Show(fallback), isSecret, out var value) ? value : fallback;

    private T? OfStruct<T>(string key, T? fallback, Kind<T> kind)
        where T : struct =>
        TryRead(key, kind, fallback is { } shown ? kind.Show(shown) : null, isSecret: false, out var value)
            ? value
            : fallback;
}
