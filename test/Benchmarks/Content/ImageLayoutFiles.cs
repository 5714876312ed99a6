using System.Text;
using Zot.Registry;

namespace Zot.Benchmarks.Content;

/// <summary>Writes the layout of zot: an OCI image layout per repository.</summary>
/// <remarks>image-spec v1.1.1, image-layout.md.</remarks>
internal sealed class ImageLayoutFiles(string root) : IStorageFiles
{
    public void Write(string repository, IReadOnlyList<(string Tag, Image Image)> tags)
    {
        var folder = Path.Combine(root, repository);
        var blobs = Directory.CreateDirectory(Path.Combine(folder, "blobs", "sha256")).FullName;
        File.WriteAllText(Path.Combine(folder, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");

        Parallel.ForEach(
            tags.SelectMany(tag => new[] { tag.Image.Config, tag.Image.Layer, tag.Image.Manifest }).DistinctBy(blob => blob.Digest),
            blob => File.WriteAllBytes(Path.Combine(blobs, blob.Digest.Encoded.ToString()), blob.Bytes));

        File.WriteAllText(Path.Combine(folder, "index.json"), Index(tags));
    }

    public void Discard(Digest digest)
    {
        // The bytes are removed with the blob.
    }

    private static string Index(IReadOnlyList<(string Tag, Image Image)> tags)
    {
        var index = new StringBuilder("""{"schemaVersion":2,"manifests":[""");
        foreach (var (tag, image) in tags)
        {
            index.Append(index[^1] == '[' ? "" : ",").Append(
                $$$"""
                {"mediaType":"{{{MediaTypes.OciManifest}}}","digest":"{{{image.Manifest.Digest}}}","size":{{{image.Manifest.Bytes.Length}}},"annotations":{"org.opencontainers.image.ref.name":"{{{tag}}}"}}
                """);
        }

        return index.Append("]}").ToString();
    }
}
