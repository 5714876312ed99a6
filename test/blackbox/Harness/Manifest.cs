using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Harness;

/// <summary>An image manifest or an index, as bytes, with the content it needs.</summary>
internal sealed record Manifest(string MediaType, byte[] Content)
{
    /// <summary>Blobs to push before it.</summary>
    public IReadOnlyList<Blob> Blobs { get; init; } = [];

    /// <summary>Manifests to push before it.</summary>
    public IReadOnlyList<Manifest> Manifests { get; init; } = [];

    /// <summary>Its sha256.</summary>
    public string Digest => Digests.Sha256(Content);

    /// <summary>An image that nobody else has, with one layer.</summary>
    /// <param name="change">Changes the manifest's JSON before it becomes bytes.</param>
    public static Manifest Image(Action<JsonObject>? change = null) =>
        Image(Blob.Configuration(), [Blob.Random()], change);

    /// <summary>An image of this content.</summary>
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

    /// <summary>An artifact that nobody else has: no image configuration, but a type.</summary>
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

    /// <summary>An index of these manifests.</summary>
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

    /// <summary>Docker's form of an image that nobody else has.</summary>
    public static Manifest DockerImage()
    {
        var config = Blob.Configuration() with { MediaType = Harness.MediaType.DockerConfig };
        var layer = Blob.Random(mediaType: Harness.MediaType.DockerLayer);
        var image = Image(config, [layer], manifest => manifest["mediaType"] = Harness.MediaType.DockerImage);
        return image with { MediaType = Harness.MediaType.DockerImage };
    }

    /// <summary>Docker's form of an index.</summary>
    public static Manifest DockerList(params Manifest[] manifests)
    {
        var index = Index(manifests, list =>
        {
            list["mediaType"] = Harness.MediaType.DockerList;
            list.Remove("annotations");
        });
        return index with { MediaType = Harness.MediaType.DockerList };
    }

    /// <summary>JSON as a manifest.</summary>
    public static Manifest From(string mediaType, JsonObject json, Action<JsonObject>? change = null)
    {
        change?.Invoke(json);
        return new Manifest(mediaType, Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    /// <summary>A descriptor of it.</summary>
    public JsonObject Describe(string algorithm = "sha256") => new()
    {
        ["mediaType"] = MediaType,
        ["digest"] = Digests.Of(algorithm, Content),
        ["size"] = Content.Length,
    };
}
