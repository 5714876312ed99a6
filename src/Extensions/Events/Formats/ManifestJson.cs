#if EXT_EVENTS
using System.Text;
using System.Text.Json;
using Zot.Registry;

namespace Zot.Extensions.Events.Formats;

/// <summary>Reads the JSON of manifests, which comes from clients and may contain unexpected members.</summary>
internal static class ManifestJson
{
    // Deeper than any real manifest, and below the limit of Utf8JsonWriter.
    private const int MaxDepth = 512;

    /// <summary>Parses a manifest.</summary>
    /// <returns>
    /// The document, whose root is an object; <see langword="null"/> if the text is not a JSON
    /// object, or is nested too deeply.
    /// </returns>
    public static JsonDocument? TryParse(string manifest)
    {
        try
        {
            var document =
                LenientJson.Parse(Encoding.UTF8.GetBytes(manifest), new JsonDocumentOptions { MaxDepth = MaxDepth });
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

    /// <summary>
    /// Gets a member that is an object; returns false if it is missing, <c>null</c>, or of another type.
    /// </summary>
    public static bool TryGetObject(this JsonElement json, ReadOnlySpan<byte> name, out JsonElement value) =>
        json.TryGetProperty(name, out value) && value.ValueKind == JsonValueKind.Object;

    /// <summary>
    /// Gets a member that is a string; <see langword="null"/> if it is missing, <c>null</c>, or of another type.
    /// </summary>
    public static string? TextOf(this JsonElement json, ReadOnlySpan<byte> name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
#endif
