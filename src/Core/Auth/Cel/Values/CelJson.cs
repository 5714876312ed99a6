using System.Text.Json;

namespace Zot.Auth.Cel;

/// <summary>JSON as values: the claims of a token.</summary>
public static class CelJson
{
    /// <summary>Reads a JSON value.</summary>
    /// <remarks>
    /// Numbers are doubles, which compare with whole numbers; of equal names the last counts; a text that is not Unicode is
    /// null.
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
            // An escape that is half of a surrogate pair stands for no text.
            return CelValue.Null;
        }
    }
}
