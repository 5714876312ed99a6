using System.Text.Json;

namespace Zot.Hosting;

/// <summary>Reads what a registry has answered, which may be of another version: what is absent is not fatal.</summary>
public static class AnswerReading
{
    /// <summary>The items of a list; none when there is no such list.</summary>
    public static IEnumerable<JsonElement> Items(this RegistryAnswer answer, string name) =>
        answer?.Json is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : [];

    /// <summary>A number; 0 when there is none.</summary>
    public static long Number(this RegistryAnswer answer, string name) =>
        answer?.Json is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number
            : 0;

    /// <summary>A value as text, fit for a terminal.</summary>
    /// <param name="json">The object it is in.</param>
    /// <param name="name">Its name.</param>
    /// <param name="absent">What stands for a value that is not there.</param>
    public static string Text(this JsonElement json, string name, string absent = "") =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ToString() is { Length: > 0 } text
            ? TextTable.Clean(text)
            : absent;

    /// <summary>An object within an object; what is absent reads as an object with nothing in it.</summary>
    public static JsonElement Within(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;
}
