using System.Text.Json;

namespace Zot.Cel.Values;

/// <summary>Converts JSON, such as the claims of a token, to values.</summary>
public static class CelJson
{
    /// <summary>Converts a JSON value.</summary>
    /// <remarks>
    /// Numbers become doubles, which can be compared with integers; of duplicate names the last wins; a string that is
    /// not valid Unicode becomes null.
    /// </remarks>
    public static CelValue Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => CelValue.Of(true),
        JsonValueKind.False => CelValue.Of(false),
        JsonValueKind.Number => CelValue.Of(json.TryGetDouble(out var number) ? number : double.NaN),
        JsonValueKind.String => ReadText(json.GetString),
        JsonValueKind.Array => CelValue.Of(json.EnumerateArray().Select(Read)),
        JsonValueKind.Object => ReadObject(json),
        _ => CelValue.Null,
    };

    private static CelValue ReadObject(JsonElement json)
    {
        var entries = new Dictionary<CelValue, CelValue>(CelKeyComparer.Instance);
        foreach (var property in json.EnumerateObject())
        {
            if (ReadText(() => property.Name) is { Kind: CelKind.String } name)
            {
                entries[name] = Read(property.Value);
            }
        }

        return CelValue.Of(new CelMap(entries));
    }

    private static CelValue ReadText(Func<string?> read)
    {
        try
        {
            return CelValue.Of(read());
        }
        catch (InvalidOperationException)
        {
            // An escaped unpaired surrogate is not valid text.
            return CelValue.Null;
        }
    }
}
