using System.Text.Json;
using Zot.Client.Commands;

namespace Zot.Client;

/// <summary>Reads responses of a registry, which may be of another version: missing members are not errors.</summary>
public static class AnswerReading
{
    /// <summary>Returns the items of a list; empty if the list is missing.</summary>
    public static IEnumerable<JsonElement> Items(this RegistryAnswer answer, string name) =>
        answer?.Json is { ValueKind: JsonValueKind.Object } json
            && json.TryGetProperty(name, out var list)
            && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : [];

    /// <summary>Returns a number; 0 if it is missing.</summary>
    public static long Number(this RegistryAnswer answer, string name) =>
        answer?.Json is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number
            : 0;

    /// <summary>Returns a value as text that is safe for a terminal.</summary>
    /// <param name="json">The object that contains the value.</param>
    /// <param name="name">The name of the member.</param>
    /// <param name="absent">The text for a missing value.</param>
    public static string Text(this JsonElement json, string name, string absent = "") =>
        json.ValueKind == JsonValueKind.Object
            && json.TryGetProperty(name, out var value)
            && value.ToString() is { Length: > 0 } text
            ? TextTable.Clean(text)
            : absent;

    /// <summary>Returns a nested object; a missing one reads as an empty object.</summary>
    public static JsonElement Within(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;
}
