#if EXT_SYNC
using System.Text.Json;
using Zot.Registry;

namespace Zot.Extensions.Sync.Conversion;

/// <summary>Copies the members of JSON objects: the specified ones in their order, then all others.</summary>
/// <param name="names">The specified names, in order.</param>
internal sealed class ObjectMembers(params string[] names)
{
    private readonly MemberNames _members = new(names);

    /// <summary>Reads the specified members, in order.</summary>
    public JsonElement[] Read(JsonElement owner) => _members.Read(owner, out _, out _);

    /// <summary>Writes all members.</summary>
    public void WriteAll(Utf8JsonWriter json, JsonElement owner)
    {
        foreach (var (name, value) in names.Zip(Read(owner)))
        {
            Write(json, name, value);
        }

        WriteOthers(json, owner);
    }

    /// <summary>Writes the members without a specified name; the last of several with the same name.</summary>
    public void WriteOthers(Utf8JsonWriter json, JsonElement owner)
    {
        var others = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in owner.EnumerateObject())
        {
            if (!names.Contains(Fold(member.Name), StringComparer.OrdinalIgnoreCase))
            {
                others[member.Name] = member.Value;
            }
        }

        foreach (var (name, value) in others)
        {
            Write(json, name, value);
        }
    }

    /// <summary>Writes a member, unless it is missing, null or an empty text or list.</summary>
    public static void Write(Utf8JsonWriter json, string name, JsonElement value)
    {
        var isEmpty = value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => true,
            JsonValueKind.String => value.ValueEquals(""),
            JsonValueKind.Array => value.GetArrayLength() == 0,
            _ => false,
        };
        if (!isEmpty)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
    }

    /// <summary>Writes an object of texts by name, sorted by name, unless it is missing or empty.</summary>
    public static void WriteSorted(Utf8JsonWriter json, string name, JsonElement value)
    {
        var texts = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : default)
        {
            texts[member.Name] = member.Value;
        }

        if (texts.Count == 0)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (var (key, text) in texts)
        {
            json.WritePropertyName(key);
            text.WriteTo(json);
        }

        json.WriteEndObject();
    }

    // The characters that fold to an ASCII letter, as in the parser of manifests.
    private static string Fold(string name) => name.Replace('\u017F', 's').Replace('\u212A', 'k');
}
#endif
