using System.Globalization;
using System.Text.Json;

namespace Zot.Zli.Output;

/// <summary>
/// A result: the values of the members of its shape. Missing values have the defaults of their kinds.
/// </summary>
/// <param name="shape">The members.</param>
internal sealed class Entry(Shape shape)
{
    /// <summary>The zero time of zot.</summary>
    public const string NoTime = "0001-01-01T00:00:00Z";

    private readonly object?[] _values = [.. shape.Fields.Select(DefaultOf)];

    /// <summary>The members.</summary>
    public Shape Shape => shape;

    /// <summary>
    /// Gets or sets the value of a member: a string, long, bool, entry or list, as its kind requires.
    /// </summary>
    public object? this[string name]
    {
        get => _values[shape.PositionOf(name)];
        set => _values[shape.PositionOf(name)] = value;
    }

    /// <summary>
    /// Reads a result of a registry. Names match in any letter case, and unknown members are ignored.
    /// </summary>
    /// <param name="shape">The members.</param>
    /// <param name="json">The response; a value of another kind than the expected one counts as missing.</param>
    public static Entry Read(Shape shape, JsonElement json)
    {
        var entry = new Entry(shape);
        if (json.ValueKind != JsonValueKind.Object)
        {
            return entry;
        }

        var members = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in json.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        foreach (var field in shape.Fields)
        {
            if (members.TryGetValue(field.Name, out var value) && ValueOf(field, value) is { } read)
            {
                entry[field.Name] = read;
            }
        }

        return entry;
    }

    /// <summary>Reads a list of results; empty if the value is not a list.</summary>
    public static List<Entry> ReadAll(Shape shape, JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray().Select(item => Read(shape, item))] : [];

    /// <summary>Returns a text or a time.</summary>
    public string Text(string name) => (string)this[name]!;

    /// <summary>Returns a number.</summary>
    public long Number(string name) => (long)this[name]!;

    /// <summary>Returns a Boolean.</summary>
    public bool Flag(string name) => (bool)this[name]!;

    /// <summary>Returns an object.</summary>
    public Entry Object(string name) => (Entry)this[name]!;

    /// <summary>Returns a list of objects; empty if it is missing.</summary>
    public IReadOnlyList<Entry> List(string name) => (IReadOnlyList<Entry>?)this[name] ?? [];

    private static object? DefaultOf(Field field) => field.Kind switch
    {
        FieldKind.Text => "",
        FieldKind.Time => NoTime,
        FieldKind.Number => 0L,
        FieldKind.Flag => false,
        FieldKind.Object => new Entry(field.Of!),
        _ => null,
    };

    private static object? ValueOf(Field field, JsonElement value) => (field.Kind, value.ValueKind) switch
    {
        (FieldKind.Text, JsonValueKind.String) => value.GetString(),
        (FieldKind.Text, JsonValueKind.Number) => value.GetRawText(),
        (FieldKind.Time, JsonValueKind.String) => TimeOf(value.GetString()!),
        (FieldKind.Number, JsonValueKind.Number) => value.TryGetInt64(out var number) ? number : null,
        (FieldKind.Flag, JsonValueKind.True) => true,
        (FieldKind.Object, JsonValueKind.Object) => Read(field.Of!, value),
        (FieldKind.List, JsonValueKind.Array) => ReadAll(field.Of!, value),
        (FieldKind.Texts, JsonValueKind.Array) => TextsOf(value),
        _ => null,
    };

    private static string? TimeOf(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
            ? text
            : null;

    private static List<string> TextsOf(JsonElement list) =>
        [.. list.EnumerateArray()
            .Where(static item => item.ValueKind == JsonValueKind.String)
            .Select(static item => item.GetString()!)];
}
