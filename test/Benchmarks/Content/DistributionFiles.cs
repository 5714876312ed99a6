using Zot.Registry;

namespace Zot.Benchmarks.Content;

/// <summary>Writes the layout of docker-registry 2.x: a common blob store, with links to it per repository.</summary>
/// <remarks>The path layout is documented in <c>registry/storage/paths.go</c> of distribution.</remarks>
internal sealed class DistributionFiles(string root) : IStorageFiles
{
    private readonly string _base = Path.Combine(root, "docker", "registry", "v2");

    public void Write(string repository, IReadOnlyList<(string Tag, Image Image)> tags)
    {
        var folder = Path.Combine(_base, "repositories", repository);
        foreach (var blob in tags.SelectMany(tag => new[] { tag.Image.Config, tag.Image.Layer }).DistinctBy(blob => blob.Digest))
        {
            Store(blob);
            Link(blob, Path.Combine(folder, "_layers", Key(blob)));
        }

        Parallel.ForEach(tags, tag =>
        {
            var manifest = tag.Image.Manifest;
            Store(manifest);
            Link(manifest, Path.Combine(folder, "_manifests", "revisions", Key(manifest)));
            Link(manifest, Path.Combine(folder, "_manifests", "tags", tag.Tag, "current"));
            Link(manifest, Path.Combine(folder, "_manifests", "tags", tag.Tag, "index", Key(manifest)));
        });
    }

    public void Discard(Digest digest) => File.Delete(DataOf(digest));

    private string DataOf(Digest digest)
    {
        var hex = digest.Encoded.ToString();
        return Path.Combine(_base, "blobs", "sha256", hex[..2], hex, "data");
    }

    private void Store(Blob blob)
    {
        var file = DataOf(blob.Digest);
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, blob.Bytes);
        }
    }

    private static string Key(Blob blob) => Path.Combine("sha256", blob.Digest.Encoded.ToString());

    private static void Link(Blob blob, string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "link"), blob.Digest.ToString());
    }
}
