#if EXT_EVENTS
using System.Text.Json;

namespace Zot.Extensions.Events.Formats;

/// <summary>
/// Writes the references of a manifest: its configuration and layers in order, or the manifests of an index.
/// </summary>
/// <remarks>
/// Members that are <c>null</c>, or of another type than in the specification, are omitted:
/// such manifests are accepted.
/// </remarks>
internal static class NotificationReferences
{
    /// <summary>Writes the member <c>references</c>, if there are any.</summary>
    public static void Write(Utf8JsonWriter json, string manifest, NotificationGeneration generation)
    {
        using var document = ManifestJson.TryParse(manifest);
        if (document is null || Of(document.RootElement).ToList() is not { Count: > 0 } references)
        {
            return;
        }

        json.WriteStartArray("references"u8);
        foreach (var reference in references)
        {
            Write(json, reference, generation);
        }

        json.WriteEndArray();
    }

    private static IEnumerable<JsonElement> Of(JsonElement manifest)
    {
        if (manifest.TryGetObject("config"u8, out var config))
        {
            yield return config;
        }

        foreach (var list in new[] { "layers", "manifests" })
        {
            if (manifest.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in items.EnumerateArray()
                    .Where(static item => item.ValueKind == JsonValueKind.Object))
                {
                    yield return item;
                }
            }
        }
    }

    private static void Write(Utf8JsonWriter json, JsonElement reference, NotificationGeneration generation)
    {
        json.WriteStartObject();
        string[] members = generation == NotificationGeneration.V1
            ? ["mediaType", "size", "digest", "urls", "annotations", "platform"]
            : ["mediaType", "digest", "size", "urls", "annotations", "data", "platform", "artifactType"];
        foreach (var member in members)
        {
            if (reference.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null)
            {
                json.WritePropertyName(member);
                value.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }
}
#endif
