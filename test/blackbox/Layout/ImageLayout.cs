using System.Text.Json.Nodes;

namespace Zot.BlackBox.Layout;

/// <summary>Writes repositories in the layout of the image specification, without a registry.</summary>
internal sealed class ImageLayout
{
    private readonly string _path;
    private readonly JsonArray _manifests = [];

    /// <summary>Creates a layout in a new folder.</summary>
    public ImageLayout(string path)
    {
        _path = path;
        Directory.CreateDirectory(Path.Combine(path, "blobs", "sha256"));
        File.WriteAllText(Path.Combine(path, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        WriteIndex();
    }

    /// <summary>Adds a manifest with all content it references.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="tag">The tag; <see langword="null"/> for an untagged descriptor.</param>
    /// <param name="algorithm">The algorithm of its digest.</param>
    public ImageLayout Add(Manifest manifest, string? tag = null, string algorithm = "sha256")
    {
        AddContent(manifest, algorithm);
        var descriptor = manifest.Describe(algorithm);
        if (tag is not null)
        {
            descriptor["annotations"] = new JsonObject { ["org.opencontainers.image.ref.name"] = tag };
        }

        _manifests.Add(descriptor);
        WriteIndex();
        return this;
    }

    /// <summary>Writes a custom <c>index.json</c>.</summary>
    public void WriteIndex(string json) => File.WriteAllText(Path.Combine(_path, "index.json"), json);

    private void AddContent(Manifest manifest, string algorithm)
    {
        AddBlob(manifest.Content, algorithm);
        foreach (var blob in manifest.Blobs)
        {
            AddBlob(blob.Content, algorithm);
        }

        foreach (var child in manifest.Manifests)
        {
            AddContent(child, algorithm);
        }
    }

    private void AddBlob(byte[] content, string algorithm)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_path, "blobs", algorithm));
        File.WriteAllBytes(Path.Combine(folder.FullName, Digests.Of(algorithm, content)[(algorithm.Length + 1)..]), content);
    }

    private void WriteIndex() => WriteIndex(new JsonObject
    {
        ["schemaVersion"] = 2,
        ["manifests"] = _manifests.DeepClone(),
    }.ToJsonString());
}
