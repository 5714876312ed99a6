using System.Text.Json;

namespace Zot.Registry;

/// <summary>
/// Reads manifests, and rejects violations of the image specification's schema with the member and the rule.
/// </summary>
internal static class ManifestReader
{
    private const int MaxShown = 200;

    private static readonly MemberNames Members = new(
        "schemaVersion", "mediaType", "artifactType", "config",
        "layers", "manifests", "subject", "annotations", "fsLayers");

    /// <summary>Reads a manifest.</summary>
    /// <param name="mediaType">The declared type, which decides what the bytes must be.</param>
    /// <param name="content">The exact bytes.</param>
    /// <param name="isStrict">Indicates whether each specified member must have its exact name.</param>
    internal static Manifest Read(string mediaType, ReadOnlyMemory<byte> content, bool isStrict)
    {
        if (content.IsEmpty)
        {
            throw Invalid("body", "must not be empty");
        }

        JsonDocument document;
        try
        {
            document = LenientJson.Parse(content);
        }
        catch (JsonException fault)
        {
            throw Invalid("body", $"is not JSON: {fault.Message}");
        }

        using (document)
        {
            return Read(mediaType, document.RootElement, new DescriptorReader(isStrict));
        }
    }

    private static Manifest Read(string mediaType, JsonElement root, DescriptorReader reader)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Invalid("body", "must be an object");
        }

        var members = reader.Read(Members, root, path: "");
        var (config, layers, manifests) = (members[3], members[4], members[5]);
        CheckVersionAndType(mediaType, members[0], members[1]);
        var manifest = new Manifest(mediaType)
        {
            Subject = reader.Optional(members[6], "subject"),
            ArtifactType = DescriptorReader.MediaType(members[2], "artifactType"),
            Annotations = DescriptorReader.Annotations(members[7], "annotations"),
        };

        // Bytes that can be read as both kinds mean different images to different clients (GHSA-77vh-xpmg-72qh).
        if (MediaTypes.IsIndex(mediaType))
        {
            Forbid(config, "config");
            Forbid(layers, "layers");
            return manifest with { Manifests = reader.List(manifests, "manifests") };
        }

        Forbid(manifests, "manifests");
        Forbid(members[8], "fsLayers");
        return manifest with
        {
            Config = reader.Optional(config, "config") ?? throw Invalid("config", "is missing"),
            Layers = reader.List(layers, "layers"),
        };
    }

    private static void CheckVersionAndType(string mediaType, JsonElement version, JsonElement type)
    {
        if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != 2)
        {
            throw Invalid("schemaVersion", "must be 2");
        }

        if (DescriptorReader.Text(type, "mediaType") is { } declared && declared != mediaType)
        {
            throw Invalid("mediaType", $"is '{Shorten(declared)}', but the Content-Type is '{mediaType}'");
        }
    }

    private static void Forbid(JsonElement value, string member)
    {
        if (value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            throw Invalid(member, "is not allowed in a manifest of this media type");
        }
    }

    internal static RegistryException Invalid(string member, string rule)
    {
        var shown = Shorten(member);
        return RegistryError.ManifestInvalid.With("member", shown, $"{shown} {rule}");
    }

    // Names and values come from the client, and may be as long as a manifest. A surrogate pair must not be split.
    private static string Shorten(string text) =>
        text.Length <= MaxShown
            ? text
            : $"{text.AsSpan(0, char.IsHighSurrogate(text[MaxShown - 1]) ? MaxShown - 1 : MaxShown)}…";
}
