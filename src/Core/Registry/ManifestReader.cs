using System.Text.Json;

namespace Zot.Registry;

/// <summary>Reads manifests, and refuses by member and rule what the image specification's schema does not allow.</summary>
internal static class ManifestReader
{
    internal static Manifest Read(string mediaType, ReadOnlyMemory<byte> content)
    {
        if (content.IsEmpty)
        {
            throw Invalid("body", "must not be empty");
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(content);
        }
        catch (JsonException fault)
        {
            throw Invalid("body", $"is not JSON: {fault.Message}");
        }

        using (document)
        {
            return Read(mediaType, document.RootElement);
        }
    }

    private static Manifest Read(string mediaType, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Invalid("body", "must be an object");
        }

        CheckVersionAndType(mediaType, root);
        var manifest = new Manifest(mediaType)
        {
            Subject = DescriptorReader.Optional(root, "subject"),
            ArtifactType = DescriptorReader.MediaType(root, "artifactType"),
            Annotations = DescriptorReader.Annotations(root),
        };

        // Bytes that could be read as both kinds would mean different images to different clients (GHSA-77vh-xpmg-72qh).
        if (MediaTypes.IsIndex(mediaType))
        {
            Forbid(root, "config", "layers");
            return manifest with { Manifests = DescriptorReader.List(root, "manifests") };
        }

        Forbid(root, "manifests", "fsLayers");
        return manifest with
        {
            Config = DescriptorReader.Optional(root, "config") ?? throw Invalid("config", "is missing"),
            Layers = DescriptorReader.List(root, "layers"),
        };
    }

    private static void CheckVersionAndType(string mediaType, JsonElement root)
    {
        if (!root.TryGetProperty("schemaVersion", out var version)
            || version.ValueKind != JsonValueKind.Number
            || !version.TryGetInt32(out var number)
            || number != 2)
        {
            throw Invalid("schemaVersion", "must be 2");
        }

        if (DescriptorReader.Text(root, "mediaType") is { } declared && declared != mediaType)
        {
            throw Invalid("mediaType", $"is '{declared}', but the Content-Type is '{mediaType}'");
        }
    }

    private static void Forbid(JsonElement root, params ReadOnlySpan<string> members)
    {
        foreach (var member in members)
        {
            if (root.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null)
            {
                throw Invalid(member, "does not belong into a manifest of this media type");
            }
        }
    }

    internal static RegistryException Invalid(string member, string rule) =>
        RegistryError.ManifestInvalid.With("member", member, $"{member} {rule}");
}
