using System.Text.Json;
using Zot.Configuration.Loading;
using Zot.Configuration.Tree;
using Zot.Configuration.Values;

namespace Zot.Configuration.Binding;

/// <summary>Describes a record as JSON Schema, based on the keys it declares.</summary>
internal sealed class SectionSchema(SortedDictionary<string, SectionSchema> definitions) : Section
{
    private readonly List<(string Key, Action<Utf8JsonWriter> Write)> _properties = [];

    /// <summary>The keys, in the order of their declaration.</summary>
    public IEnumerable<string> Keys => _properties.Select(static property => property.Key);

    public static SectionSchema Of<T>(Func<Section, T> read, SortedDictionary<string, SectionSchema> definitions)
    {
        var schema = new SectionSchema(definitions);
        read(schema);
        return schema;
    }

    /// <summary>Writes the type, the properties and their aliases into the current object.</summary>
    public void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "object");
        writer.WriteBoolean("additionalProperties", value: false);
        writer.WriteStartObject("properties");
        foreach (var (key, write) in _properties.SelectMany(WithAlias))
        {
            writer.WriteStartObject(key);
            write(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    // The content of a referenced file is not part of the configuration itself.
    public override T? File<T>(string? path, string key = "")
        where T : class =>
        null;

    public override bool Has(string key) => false;

    public override void Warn(string key, string message)
    {
    }

    protected override bool TryRead<T>(string key, Kind<T> kind, ConfigScalar? shownDefault, bool isSecret, out T value)
    {
        value = default!;
        Add(key, writer =>
        {
            WriteType(writer, kind.JsonTypes);
            if (shownDefault is { Text.Length: > 0 })
            {
                writer.WritePropertyName("default");
                ConfigJson.Write(shownDefault, writer);
            }
        });
        return false;
    }

    protected override IReadOnlyList<string> ReadTexts(string key, IReadOnlyList<string> fallback)
    {
        Add(key, static writer => WriteTexts(writer));
        return fallback;
    }

    protected override T? ReadGroup<T>(string key, T? fallback, Func<Section, T> read)
        where T : class
    {
        var reference = Define(NameOf<T>(), read);
        Add(key, writer => writer.WriteString("$ref", reference));
        return fallback;
    }

    protected override IReadOnlyList<T> ReadGroups<T>(string key, IReadOnlyList<T> fallback, Func<Section, T> read)
    {
        var reference = Define(NameOf<T>(), read);
        Add(key, writer =>
        {
            writer.WriteString("type", "array");
            writer.WriteStartObject("items");
            writer.WriteString("$ref", reference);
            writer.WriteEndObject();
        });
        return fallback;
    }

    protected override IReadOnlyDictionary<string, T> ReadMap<T>(
        string key,
        IReadOnlyDictionary<string, T> fallback,
        Func<Section, T> read,
        string definition,
        bool keepsCase = false)
    {
        var reference = Define(definition, read);
        Add(key, writer =>
        {
            writer.WriteString("type", "object");
            writer.WriteStartObject("additionalProperties");
            writer.WriteString("$ref", reference);
            writer.WriteEndObject();
        });
        return fallback;
    }

    protected override IReadOnlyDictionary<string, IReadOnlyList<string>> ReadHeaders(
        string key, IReadOnlyDictionary<string, IReadOnlyList<string>> fallback)
    {
        Add(key, static writer =>
        {
            writer.WriteString("type", "object");
            writer.WriteStartObject("additionalProperties");
            writer.WriteStartArray("anyOf");
            writer.WriteStartObject();
            writer.WriteString("type", "string");
            writer.WriteEndObject();
            writer.WriteStartObject();
            WriteTexts(writer);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        return fallback;
    }

    protected override DriverOptions? ReadDriver(string key, DriverOptions? fallback)
    {
        Add(key, static writer => writer.WriteString("type", "object"));
        return fallback;
    }

    protected override void SetEffective(string key, ConfigScalar value)
    {
    }

    private void Add(string key, Action<Utf8JsonWriter> write) => _properties.Add((key, write));

    private string Define<T>(string name, Func<Section, T> read)
    {
        if (!definitions.ContainsKey(name))
        {
            definitions[name] = Of(read, definitions);
        }

        return $"#/definitions/{name}";
    }

    private static IEnumerable<(string Key, Action<Utf8JsonWriter> Write)> WithAlias(
        (string Key, Action<Utf8JsonWriter> Write) property)
    {
        var alias = property.Key.ToLowerInvariant();
        return alias == property.Key ? [property] : [property, (alias, property.Write)];
    }

    private static void WriteType(Utf8JsonWriter writer, string[] types)
    {
        if (types is [var type])
        {
            writer.WriteString("type", type);
            return;
        }

        writer.WriteStartArray("type");
        foreach (var one in types)
        {
            writer.WriteStringValue(one);
        }

        writer.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "array");
        writer.WriteStartObject("items");
        writer.WriteString("type", "string");
        writer.WriteEndObject();
    }
}
