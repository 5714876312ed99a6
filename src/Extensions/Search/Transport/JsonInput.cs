#if EXT_SEARCH
using System.Text.Json;

namespace Zot.Extensions.Search.Transport;

/// <summary>Converts JSON to the values that variables have.</summary>
internal static class JsonInput
{
    /// <summary>Returns the members of an object; none for null.</summary>
    /// <exception cref="JsonException">It is not an object.</exception>
    public static Dictionary<string, object?> ToObject(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => new Dictionary<string, object?>(StringComparer.Ordinal),
        JsonValueKind.Object => Members(json),
        _ => throw new JsonException("variables must be an object"),
    };

    private static object? ToValue(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => Members(json),
        JsonValueKind.Array => json.EnumerateArray().Select(ToValue).ToList(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => ToNumber(json),
        _ => null,
    };

    // Boxed separately: the common type of all numbers would be that of fractions, which Int does not accept.
    private static object ToNumber(JsonElement json)
    {
        if (json.TryGetInt32(out var small))
        {
            return small;
        }

        return json.TryGetInt64(out var large) ? (object)large : json.GetDouble();
    }

    private static Dictionary<string, object?> Members(JsonElement json)
    {
        Dictionary<string, object?> members = new(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            members[member.Name] = ToValue(member.Value);
        }

        return members;
    }
}
#endif
