using System.Text.Json;

namespace Zot.Zli.Server;

/// <summary>Reads JSON of a registry: values that are missing, or of another kind, are not errors.</summary>
internal static class JsonMembers
{
    /// <summary>Returns a member; the default if it is missing.</summary>
    public static JsonElement Member(this JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value : default;

    /// <summary>Returns the items of a list; empty if it is not a list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    /// <summary>Returns the texts of a list; empty if it is not a list.</summary>
    public static IEnumerable<string> Texts(this JsonElement list) =>
        list.Items()
            .Where(static item => item.ValueKind == JsonValueKind.String)
            .Select(static item => item.GetString()!);

    /// <summary>Returns a text; empty if it is missing.</summary>
    public static string TextOf(this JsonElement owner, string name) =>
        owner.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    /// <summary>Returns a number of bytes; 0 if it is missing or negative.</summary>
    public static long SizeOf(this JsonElement owner, string name) =>
        owner.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? Math.Max(
            0, number) : 0;
}
