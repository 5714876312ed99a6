#if EXT_SYNC
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Zot.Registry;

namespace Zot.Extensions.Sync.Conversion;

/// <summary>Writes a changed copy of a valid manifest.</summary>
internal static class ManifestWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly ObjectMembers Members = new(
        "schemaVersion", "mediaType", "artifactType", "config", "layers", "manifests", "subject", "annotations");

    /// <summary>Writes the copy.</summary>
    /// <param name="content">A manifest that <see cref="Manifest.Parse"/> accepts.</param>
    /// <param name="changes">The changes.</param>
    public static byte[] Write(ReadOnlyMemory<byte> content, ManifestChanges changes)
    {
        using var document = LenientJson.Parse(content);
        var output = new ArrayBufferWriter<byte>(content.Length);
        using (var json = new Utf8JsonWriter(output, Options))
        {
            Write(json, document.RootElement, changes);
        }

        return output.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, JsonElement root, ManifestChanges changes)
    {
        var members = Members.Read(root);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", 2);
        json.WriteString("mediaType", changes.MediaType);
        if (changes.ArtifactType is { } type)
        {
            json.WriteString("artifactType", type);
        }
        else
        {
            ObjectMembers.Write(json, "artifactType", members[2]);
        }

        WriteContent(json, members, changes);
        if (changes.Subject is { } subject)
        {
            json.WritePropertyName("subject");
            DescriptorWriter.Write(json, subject);
        }
        else if (members[6].ValueKind == JsonValueKind.Object)
        {
            json.WritePropertyName("subject");
            DescriptorWriter.Write(json, members[6]);
        }

        ObjectMembers.WriteSorted(json, "annotations", members[7]);
        Members.WriteOthers(json, root);
        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, JsonElement[] members, ManifestChanges changes)
    {
        if (changes.MediaType == MediaTypes.OciIndex)
        {
            json.WriteStartArray("manifests");
            foreach (var (entry, change) in members[5].EnumerateArray().Zip(changes.Manifests))
            {
                if (change is not null)
                {
                    DescriptorWriter.Write(json, entry, change);
                }
            }

            json.WriteEndArray();
            return;
        }

        json.WritePropertyName("config");
        DescriptorWriter.Write(json, members[3]);
        json.WriteStartArray("layers");
        foreach (var layer in members[4].EnumerateArray())
        {
            DescriptorWriter.Write(json, layer);
        }

        json.WriteEndArray();
    }
}
#endif
