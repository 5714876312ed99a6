using System.Text.Json.Nodes;

namespace Zot.BlackBox.Distribution;

/// <summary>Every kind of manifest that the specification lets a client push.</summary>
internal static class ManifestKinds
{
    private const string ArtifactType = "application/vnd.example.sbom.v1";

    /// <summary>Creates a new manifest of a kind.</summary>
    public static Manifest Create(string kind) => kind switch
    {
        "image" => Manifest.Image(),
        "image without layers" => Manifest.Image(Blob.Configuration(), []),
        "image with an empty layer" => Manifest.Image(Blob.Configuration(), [new Blob(MediaType.Layer, []), Blob.Random()]),
        "image with the same layer twice" => Repeated(),
        "image without mediaType" => Manifest.Image(manifest => manifest.Remove("mediaType")),
        "image with data in descriptors" => WithData(),
        "image with unknown fields" => Manifest.Image(manifest => manifest["org.example.extra"] = new JsonObject { ["a"] = 1 }),
        "image with nondistributable layers" => Nondistributable(),
        "image with a large manifest" => Manifest.Image(manifest => manifest["annotations"] = LargeAnnotations()),
        "index" => Manifest.Index([Manifest.Image(), Manifest.Image(Blob.Configuration("arm64"), [Blob.Random()])]),
        "index without manifests" => Manifest.Index([]),
        "index of indexes" => Manifest.Index([Manifest.Index([Manifest.Image()]), Manifest.Index([Manifest.Image()])]),
        "artifact" => Manifest.Artifact(ArtifactType),
        "artifact without layers" => Manifest.Image(Blob.Empty, [Blob.Empty], manifest => manifest["artifactType"] = ArtifactType),
        "artifact with its type in the config" => Manifest.Image(Blob.Random(mediaType: ArtifactType), [Blob.Random()]),
        "artifact index" => Manifest.Index([Manifest.Artifact(ArtifactType)], index => index["artifactType"] = ArtifactType),
        "artifact with an absent subject" => Manifest.Artifact(ArtifactType, Manifest.Image()),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static Manifest Repeated()
    {
        var layer = Blob.Random();
        return Manifest.Image(Blob.Configuration(), [layer, layer]);
    }

    private static Manifest WithData()
    {
        var config = Blob.Configuration();
        return Manifest.Image(
            config, [Blob.Random()], manifest => manifest["config"]!["data"] = Convert.ToBase64String(config.Content));
    }

    private static Manifest Nondistributable() => Manifest.Image(manifest =>
    {
        var elsewhere = Blob.Random(mediaType: MediaType.NondistributableLayer).Describe();
        elsewhere["urls"] = new JsonArray("https://store.example.com/layer");
        var compressed = Blob.Random(mediaType: $"{MediaType.NondistributableLayer}+gzip").Describe();
        compressed["urls"] = new JsonArray("https://store.example.com/layer");
        manifest["layers"]!.AsArray().Insert(0, elsewhere);
        manifest["layers"]!.AsArray().Insert(0, compressed);
    });

    private static JsonObject LargeAnnotations()
    {
        var annotations = new JsonObject();
        for (var i = 0; i < 390; i++)
        {
            annotations[$"large-annotation-{i}"] = new string('A', 10_000);
        }

        return annotations;
    }
}
