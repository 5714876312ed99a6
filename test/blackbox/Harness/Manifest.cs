using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Harness;

/// <summary>An image manifest or an index, with the content that it references.</summary>
internal sealed record Manifest(string MediaType, byte[] Content)
{
    /// <summary>The blobs to push before the manifest.</summary>
    public IReadOnlyList<Blob> Blobs { get; init; } = [];

    /// <summary>The manifests to push before the manifest.</summary>
    public IReadOnlyList<Manifest> Manifests { get; init; } = [];

    /// <summary>The sha256 digest.</summary>
    public string Digest => Digests.Sha256(Content);

    /// <summary>Creates a unique image with one layer.</summary>
    /// <param name="change">Changes the JSON of the manifest before it is serialized.</param>
    public static Manifest Image(Action<JsonObject>? change = null) =>
        Image(Blob.Configuration(), [Blob.Random()], change);

    /// <summary>Creates an image with this content.</summary>
    public static Manifest Image(
        Blob config, IReadOnlyList<Blob> layers, Action<JsonObject>? change = null, string algorithm = "sha256")
    {
        var json = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = Harness.MediaType.Image,
            ["config"] = config.Describe(algorithm),
            ["layers"] = new JsonArray([.. layers.Select(layer => layer.Describe(algorithm))]),
        };
        return From(Harness.MediaType.Image, json, change) with { Blobs = [config, .. layers] };
    }

    /// <summary>Creates a unique artifact: without an image configuration, but with a type.</summary>
    public static Manifest Artifact(string type, Manifest? subject = null, Action<JsonObject>? change = null) =>
        Image(Blob.Empty, [Blob.Random(mediaType: type)], manifest =>
        {
            manifest["artifactType"] = type;
            manifest["annotations"] = new JsonObject { ["org.example.unique"] = RandomNumberGenerator.GetHexString(16) };
            if (subject is not null)
            {
                manifest["subject"] = subject.Describe();
            }

            change?.Invoke(manifest);
        });

    /// <summary>Creates an index of these manifests.</summary>
    public static Manifest Index(
        IReadOnlyList<Manifest> manifests, Action<JsonObject>? change = null, string algorithm = "sha256")
    {
        var json = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = Harness.MediaType.Index,
            ["manifests"] = new JsonArray([.. manifests.Select(manifest => manifest.Describe(algorithm))]),
            ["annotations"] = new JsonObject { ["org.example.unique"] = RandomNumberGenerator.GetHexString(16) },
        };
        return From(Harness.MediaType.Index, json, change) with { Manifests = manifests };
    }

    /// <summary>Creates a unique image in Docker's format.</summary>
    public static Manifest DockerImage()
    {
        var config = Blob.Configuration() with { MediaType = Harness.MediaType.DockerConfig };
        var layer = Blob.Random(mediaType: Harness.MediaType.DockerLayer);
        var image = Image(config, [layer], manifest => manifest["mediaType"] = Harness.MediaType.DockerImage);
        return image with { MediaType = Harness.MediaType.DockerImage };
    }

    /// <summary>Creates an index in Docker's format.</summary>
    public static Manifest DockerList(params Manifest[] manifests)
    {
        var index = Index(manifests, list =>
        {
            list["mediaType"] = Harness.MediaType.DockerList;
            list.Remove("annotations");
        });
        return index with { MediaType = Harness.MediaType.DockerList };
    }

    /// <summary>Creates a manifest from JSON.</summary>
    public static Manifest From(string mediaType, JsonObject json, Action<JsonObject>? change = null)
    {
        change?.Invoke(json);
        return new Manifest(mediaType, Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    /// <summary>Returns a descriptor of the manifest.</summary>
    public JsonObject Describe(string algorithm = "sha256") => new()
    {
        ["mediaType"] = MediaType,
        ["digest"] = Digests.Of(algorithm, Content),
        ["size"] = Content.Length,
    };
}
