#if EXT_SYNC
using System.Text.Json;
using Zot.Registry;

namespace Zot.Extensions.Sync.Conversion;

/// <summary>Writes descriptors, with the media types of OCI.</summary>
internal static class DescriptorWriter
{
    private const string DockerLayer = "application/vnd.docker.image.rootfs.diff.tar";
    private const string DockerForeign = "application/vnd.docker.image.rootfs.foreign.diff.tar";
    private const string OciLayer = "application/vnd.oci.image.layer.v1.tar";
    private const string OciForeign = "application/vnd.oci.image.layer.nondistributable.v1.tar";

    private static readonly ObjectMembers Members =
        new("mediaType", "digest", "size", "urls", "annotations", "data", "platform", "artifactType");

    private static readonly ObjectMembers PlatformMembers =
        new("architecture", "os", "os.version", "os.features", "variant", "features");

    /// <summary>Writes a descriptor without further members.</summary>
    public static void Write(Utf8JsonWriter json, Descriptor descriptor)
    {
        json.WriteStartObject();
        json.WriteString("mediaType", descriptor.MediaType);
        json.WriteString("digest", descriptor.Digest.ToString());
        json.WriteNumber("size", descriptor.Size);
        json.WriteEndObject();
    }

    /// <summary>Writes a descriptor of a blob, whose content does not change.</summary>
    public static void Write(Utf8JsonWriter json, JsonElement original)
    {
        var members = Members.Read(original);
        Write(json, original, members, Translate(members[0].GetString()!));
    }

    /// <summary>Writes the descriptor of a manifest that was converted.</summary>
    public static void Write(Utf8JsonWriter json, JsonElement original, Descriptor changed)
    {
        var members = Members.Read(original);
        if (members[1].GetString() == changed.Digest.ToString())
        {
            Write(json, original, members, changed.MediaType);
            return;
        }

        json.WriteStartObject();
        json.WriteString("mediaType", changed.MediaType);
        json.WriteString("digest", changed.Digest.ToString());
        json.WriteNumber("size", changed.Size);
        members[5] = default; // the embedded bytes are those of the original
        WriteRest(json, original, members);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JsonElement original, JsonElement[] members, string mediaType)
    {
        json.WriteStartObject();
        json.WriteString("mediaType", mediaType);
        ObjectMembers.Write(json, "digest", members[1]);
        ObjectMembers.Write(json, "size", members[2]);
        WriteRest(json, original, members);
        json.WriteEndObject();
    }

    private static void WriteRest(Utf8JsonWriter json, JsonElement original, JsonElement[] members)
    {
        ObjectMembers.Write(json, "urls", members[3]);
        ObjectMembers.WriteSorted(json, "annotations", members[4]);
        ObjectMembers.Write(json, "data", members[5]);
        WritePlatform(json, members[6]);
        ObjectMembers.Write(json, "artifactType", members[7]);
        Members.WriteOthers(json, original);
    }

    private static void WritePlatform(Utf8JsonWriter json, JsonElement platform)
    {
        if (platform.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        json.WriteStartObject("platform");
        PlatformMembers.WriteAll(json, platform);
        json.WriteEndObject();
    }

    private static string Translate(string mediaType) => mediaType switch
    {
        MediaTypes.DockerConfig => MediaTypes.OciConfig,
        DockerLayer or DockerForeign => Layer(mediaType),
        $"{DockerLayer}.gzip" or $"{DockerForeign}.gzip" => $"{Layer(mediaType)}+gzip",
        $"{DockerLayer}.zstd" or $"{DockerForeign}.zstd" => $"{Layer(mediaType)}+zstd",
        _ => mediaType,
    };

    private static string Layer(string mediaType) =>
        mediaType.StartsWith(DockerForeign, StringComparison.Ordinal) ? OciForeign : OciLayer;
}
#endif
