using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Harness;

/// <summary>Bytes with a media type: a config, a layer, or anything else that is pushed as a blob.</summary>
internal sealed record Blob(string MediaType, byte[] Content)
{
    /// <summary>The content <c>{}</c>.</summary>
    public static readonly Blob Empty = new(Harness.MediaType.Empty, "{}"u8.ToArray());

    /// <summary>The sha256 digest.</summary>
    public string Digest => Digests.Sha256(Content);

    /// <summary>Creates a blob of random bytes.</summary>
    public static Blob Random(int length = 64, string mediaType = Harness.MediaType.Layer) =>
        new(mediaType, RandomNumberGenerator.GetBytes(length));

    /// <summary>Creates a unique configuration of an image for Linux.</summary>
    public static Blob Configuration(string architecture = "amd64", params string[] diffIds) =>
        new(Harness.MediaType.Config, Encoding.UTF8.GetBytes(new JsonObject
        {
            ["architecture"] = architecture,
            ["os"] = "linux",
            ["author"] = RandomNumberGenerator.GetHexString(16),
            ["config"] = new JsonObject(),
            ["rootfs"] = new JsonObject
            {
                ["type"] = "layers",
                ["diff_ids"] = new JsonArray([.. diffIds.Select(id => JsonValue.Create(id))]),
            },
        }.ToJsonString()));

    /// <summary>Returns a descriptor of the blob.</summary>
    public JsonObject Describe(string algorithm = "sha256") => new()
    {
        ["mediaType"] = MediaType,
        ["digest"] = Digests.Of(algorithm, Content),
        ["size"] = Content.Length,
    };
}
