#if EXT_EVENTS
using System.Globalization;
using System.Text.Json;

namespace Zot.Extensions.Events;

/// <summary>Reads the JSON of manifests, which was accepted from clients and may hold what no format expects.</summary>
internal static class ManifestJson
{
    // Deeper than any manifest, and less than what a Utf8JsonWriter accepts.
    private const int MaxDepth = 512;

    private const int EscapeLength = 6; // \uD800

    /// <summary>Parses a manifest.</summary>
    /// <returns>The document, whose root is an object; <see langword="null"/> when it is none, or is too deep.</returns>
    public static JsonDocument? TryParse(string manifest)
    {
        try
        {
            var document = JsonDocument.Parse(ReplaceLoneSurrogates(manifest), new JsonDocumentOptions { MaxDepth = MaxDepth });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Gets a member that is an object; false where it is missing, <c>null</c>, or of another type.</summary>
    public static bool TryGetObject(this JsonElement json, ReadOnlySpan<byte> name, out JsonElement value) =>
        json.TryGetProperty(name, out value) && value.ValueKind == JsonValueKind.Object;

    /// <summary>Gets a member that is text; <see langword="null"/> where it is missing, <c>null</c>, or of another type.</summary>
    public static string? TextOf(this JsonElement json, ReadOnlySpan<byte> name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // The escape of half a surrogate pair is JSON by its grammar. Go reads U+FFFD; System.Text.Json throws when it comes to the text.
    private static string ReplaceLoneSurrogates(string json)
    {
        if (!json.Contains("\\uD", StringComparison.OrdinalIgnoreCase))
        {
            return json;
        }

        var text = json.ToCharArray();
        for (var i = 0; i < text.Length - 1;)
        {
            if (text[i] != '\\')
            {
                i++;
            }
            else if (text[i + 1] != 'u')
            {
                i += 2;
            }
            else if (IsEscape(text, i, char.IsHighSurrogate) && IsEscape(text, i + EscapeLength, char.IsLowSurrogate))
            {
                i += 2 * EscapeLength;
            }
            else
            {
                if (IsEscape(text, i, char.IsSurrogate))
                {
                    "fffd".CopyTo(text.AsSpan(i + 2));
                }

                i += EscapeLength;
            }
        }

        return new string(text);
    }

    private static bool IsEscape(char[] text, int start, Func<char, bool> isOfKind) =>
        start + EscapeLength <= text.Length
        && text[start] == '\\'
        && text[start + 1] == 'u'
        && ushort.TryParse(text.AsSpan(start + 2, EscapeLength - 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
        && isOfKind((char)unit);
}
#endif
