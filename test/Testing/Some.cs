using System.Text;
using System.Text.Json.Nodes;
using Zot.Registry;

namespace Zot.Testing;

/// <summary>Arbitrary values for tests.</summary>
public static class Some
{
    public static RepositoryName Repository { get; } = RepositoryName.Parse("library/app");

    public static RepositoryName OtherRepository { get; } = RepositoryName.Parse("library/other");

    public static Tag Tag { get; } = Tag.Parse("v1");

    /// <summary>Returns the bytes of a text.</summary>
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Returns pseudorandom bytes, the same for the same seed.</summary>
    public static byte[] Bytes(int length, int seed = 0)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Returns the digest of a text.</summary>
    public static Digest Digest(string text, DigestAlgorithm? algorithm = null) => Digest(Bytes(text), algorithm);

    public static Digest Digest(ReadOnlySpan<byte> content, DigestAlgorithm? algorithm = null) =>
        (algorithm ?? DigestAlgorithm.Sha256).Compute(content);

    /// <summary>Returns the descriptor of a layer that contains a text.</summary>
    public static Descriptor Layer(string text, string mediaType = "application/vnd.oci.image.layer.v1.tar+gzip") =>
        new(mediaType, Digest(text), Bytes(text).Length);

    public static Descriptor Config(string text = "{}") => new(MediaTypes.OciConfig, Digest(text), Bytes(text).Length);

    /// <summary>Returns the bytes of an image manifest.</summary>
    public static byte[] Image(
        Descriptor? config = null,
        IEnumerable<Descriptor>? layers = null,
        Descriptor? subject = null,
        string? artifactType = null,
        string? note = null,
        string mediaType = MediaTypes.OciManifest) =>
        Json(mediaType, subject, artifactType, note, new JsonObject
        {
            ["config"] = Node(config ?? Config()),
            ["layers"] = new JsonArray([.. (layers ?? []).Select(Node)]),
        });

    /// <summary>Returns the bytes of an image index.</summary>
    public static byte[] Index(
        IEnumerable<Descriptor> manifests,
        Descriptor? subject = null,
        string? artifactType = null,
        string mediaType = MediaTypes.OciIndex) =>
        Json(mediaType, subject, artifactType, note: null, new JsonObject
        {
            ["manifests"] = new JsonArray([.. manifests.Select(Node)]),
        });

    private static byte[] Json(string mediaType, Descriptor? subject, string? artifactType, string? note, JsonObject members)
    {
        members["schemaVersion"] = 2;
        members["mediaType"] = mediaType;
        if (subject is not null)
        {
            members["subject"] = Node(subject);
        }

        if (artifactType is not null)
        {
            members["artifactType"] = artifactType;
        }

        if (note is not null)
        {
            members["annotations"] = new JsonObject { ["note"] = note };
        }

        return Encoding.UTF8.GetBytes(members.ToJsonString());
    }

    private static JsonNode Node(Descriptor descriptor)
    {
        var node = new JsonObject
        {
            ["mediaType"] = descriptor.MediaType,
            ["digest"] = descriptor.Digest.ToString(),
            ["size"] = descriptor.Size,
        };
        if (descriptor.Platform is { } platform)
        {
            node["platform"] = new JsonObject
            {
                ["os"] = platform.Os,
                ["architecture"] = platform.Architecture,
                ["variant"] = platform.Variant,
            };
        }

        return node;
    }
}
