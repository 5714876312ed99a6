using Zot.Benchmarks.Content;
using Zot.Registry;

namespace Zot.Benchmarks.Scale;

/// <summary>
/// Writes the data directory of a registry with a data set: image layouts, and the pool of shared blobs.
/// </summary>
internal sealed class DataSetFiles(string root)
{
    private readonly string _pool = Path.Combine(root, "_blobs");

    /// <summary>Writes a complete data set.</summary>
    internal void Write(DataSet set)
    {
        for (var first = 0; first < 256; first++)
        {
            Directory.CreateDirectory(Path.Combine(_pool, "sha256", $"{first:x2}"));
        }

        foreach (var shared in set.Bases)
        {
            File.WriteAllBytes(Pooled(shared), shared.Bytes);
        }

        Parallel.ForEach(set.Repositories, repository => Write(set, repository));
        File.WriteAllBytes(Path.Combine(_pool, "complete"), []);
    }

    private void Write(DataSet set, DataSetRepository repository)
    {
        var folder = Path.Combine(root, repository.Name);
        var blobs = Directory.CreateDirectory(Path.Combine(folder, "blobs", "sha256")).FullName;
        List<string> entries = [];
        HashSet<Digest> written = [];
        for (var build = 0; build < repository.Tags; build++)
        {
            var image = set.ImageOf(repository, build);
            Write(blobs, image, written);
            if (image.Platforms is not var (other, index))
            {
                entries.Add(Entry(MediaTypes.OciManifest, image.Manifest, DataSet.TagOf(build)));
                continue;
            }

            Write(blobs, other, written);
            Store(blobs, index);
            entries.Add(Entry(MediaTypes.OciManifest, image.Manifest, tag: null));
            entries.Add(Entry(MediaTypes.OciManifest, other.Manifest, tag: null));
            entries.Add(Entry(MediaTypes.OciIndex, index, DataSet.TagOf(build)));
        }

        if (set.GarbageOf(repository) is { } garbage)
        {
            Store(blobs, garbage);
        }

        File.WriteAllText(Path.Combine(folder, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        File.WriteAllText(
            Path.Combine(folder, "index.json"), $$"""{"schemaVersion":2,"manifests":[{{string.Join(',', entries)}}]}""");
    }

    private void Write(string blobs, StoredImage image, HashSet<Digest> written)
    {
        if (written.Add(image.Base.Digest))
        {
            HardLink.Create(Pooled(image.Base), FileOf(blobs, image.Base));
        }

        foreach (var blob in new[] { image.Config, image.Layer, image.Manifest }.Where(blob => written.Add(blob.Digest)))
        {
            Store(blobs, blob);
        }
    }

    private static string Entry(string mediaType, Blob manifest, string? tag)
    {
        var annotations = tag is null ? "" : $$""","annotations":{"org.opencontainers.image.ref.name":"{{tag}}"}""";
        return $$"""{"mediaType":"{{mediaType}}","digest":"{{manifest.Digest}}","size":{{manifest.Bytes.Length}}{{annotations}}}""";
    }

    private void Store(string blobs, Blob blob)
    {
        File.WriteAllBytes(FileOf(blobs, blob), blob.Bytes);
        HardLink.Create(FileOf(blobs, blob), Pooled(blob));
    }

    private static string FileOf(string blobs, Blob blob) => Path.Combine(blobs, blob.Digest.Encoded.ToString());

    private string Pooled(Blob blob)
    {
        var hex = blob.Digest.Encoded.ToString();
        return Path.Combine(_pool, "sha256", hex[..2], hex);
    }
}
