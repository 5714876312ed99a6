using System.Globalization;
using Zot.Benchmarks.Content;
using Zot.Benchmarks.Load;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Comparison;

/// <summary>The content of the servers during the measurement, which is identical on each.</summary>
internal sealed record LoadContent(Image Image, Image Common, Blob Small, Blob Middle, Blob Large, int Many)
{
    internal const string ManifestPath = "v2/bench/app/manifests/v1";
    internal const string ManifestAmongManyPath = "v2/bench/many/manifests/t01000";
    internal const string TagListPath = "v2/bench/many/tags/list";

    /// <summary>The repository with many tags that grows; the one that is read does not.</summary>
    internal const string PushedRepository = "bench/pushed";

    private const string ReadRepository = "bench/many";
    private const string BlobRepository = "bench/app";

    internal static LoadContent Create(int many) => new(
        Image.Unique(layerLength: 4096),
        Image.Unique(layerLength: 4096),
        Blob.Unique(4 << 10),
        Blob.Unique(1 << 20),
        Blob.Unique(100 << 20),
        many);

    internal static string PathOf(Blob blob) => $"v2/{BlobRepository}/blobs/{blob.Digest}";

    /// <summary>Starts a server with this content, and verifies it.</summary>
    internal async Task GiveAsync(Peer peer, CancellationToken cancellationToken)
    {
        if (peer.IsRegistry)
        {
            await PushAsync(peer, cancellationToken);
        }
        else
        {
            await LayOutAsync(peer, cancellationToken);
        }

        using var client = new RegistryClient(peer.Address);
        await client.CheckAsync(ManifestPath, Image.Manifest, cancellationToken);
        foreach (var blob in new[] { Small, Middle, Large })
        {
            await client.CheckAsync(PathOf(blob), blob, cancellationToken);
        }
    }

    private async Task PushAsync(Peer peer, CancellationToken cancellationToken)
    {
        // Each tag has its own manifest, like the results of builds.
        var tags = Enumerable.Range(0, Many)
            .Select(build => (string.Create(CultureInfo.InvariantCulture, $"t{build:00000}"), Common.Rebuilt(build)))
            .ToList();
        var storage = StorageFiles.For(peer);
        storage.Write(ReadRepository, tags);
        storage.Write(PushedRepository, tags);

        await peer.StartAsync(cancellationToken);
        using var client = new RegistryClient(peer.Address);
        await client.PushAsync(BlobRepository, "v1", Image, cancellationToken);
        foreach (var blob in new[] { Small, Middle, Large })
        {
            await client.PushAsync(BlobRepository, blob, cancellationToken);
        }

        await client.CheckAsync(ManifestAmongManyPath, Common.Rebuilt(1000).Manifest, cancellationToken);
        foreach (var repository in new[] { ReadRepository, PushedRepository })
        {
            var count = await client.CountTagsAsync(repository, cancellationToken);
            if (count != Many)
            {
                throw new BenchmarkException($"{peer.Name} lists {count} tags of {repository}, not {Many}");
            }
        }
    }

    private async Task LayOutAsync(Peer peer, CancellationToken cancellationToken)
    {
        foreach (var (path, blob) in new[] { (ManifestPath, Image.Manifest) }
            .Concat(new[] { Small, Middle, Large }.Select(blob => (PathOf(blob), blob))))
        {
            var file = Path.Combine(peer.Data, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, blob.Bytes, cancellationToken);
        }

        await peer.StartAsync(cancellationToken);
    }
}
