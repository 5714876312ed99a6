using Zot.Registry;

namespace Zot.Testing;

/// <summary>Short forms of pushes and reads for tests.</summary>
public static class RegistryPushes
{
    /// <summary>Starts an upload.</summary>
    public static ValueTask<IBlobUpload> StartUploadAsync(
        this IRegistryWriter registry, RepositoryName repository, DigestAlgorithm algorithm, CancellationToken cancellationToken) =>
        registry.StartUploadAsync(new UploadStart(repository, algorithm), cancellationToken);

    /// <summary>Commits the bytes of an upload.</summary>
    public static ValueTask<Descriptor> CompleteAsync(this IBlobUpload upload, Digest expected, CancellationToken cancellationToken) =>
        upload.CompleteAsync(expected, call: null, cancellationToken);

    /// <summary>Pushes a blob.</summary>
    public static async Task<Descriptor> PushBlobAsync(
        this IRegistry registry, RepositoryName repository, byte[] content, DigestAlgorithm? algorithm = null)
    {
        var upload = await registry.StartUploadAsync(repository, algorithm ?? DigestAlgorithm.Sha256, default);
        using var source = new MemoryStream(content);
        await upload.AppendAsync(source, offset: null, content.Length, default);
        return await upload.CompleteAsync(Some.Digest(content, algorithm), default);
    }

    /// <summary>Pushes one blob for each text.</summary>
    public static async Task PushBlobsAsync(this IRegistry registry, RepositoryName repository, params string[] texts)
    {
        foreach (var text in texts)
        {
            await registry.PushBlobAsync(repository, Some.Bytes(text));
        }
    }

    /// <summary>Pushes a manifest whose blobs already exist.</summary>
    public static async Task<Descriptor> PushManifestAsync(
        this IRegistry registry, RepositoryName repository, string? tag, byte[] content, string mediaType = MediaTypes.OciManifest)
    {
        var reference = tag is null ? Reference.To(Some.Digest(content)) : Reference.To(Tag.Parse(tag));
        return (await registry.PushManifestAsync(new ManifestPush(repository, reference, mediaType, content), default)).Stored;
    }

    /// <summary>Pushes an image with one layer that contains a text.</summary>
    public static async Task<Descriptor> PushImageAsync(
        this IRegistry registry, RepositoryName repository, string? tag, string layer = "layer")
    {
        await registry.PushBlobsAsync(repository, "{}", layer);
        return await registry.PushManifestAsync(repository, tag, Some.Image(layers: [Some.Layer(layer)]));
    }

    /// <summary>Reads a blob; <see langword="null"/> if it does not exist.</summary>
    public static async Task<byte[]?> ReadBlobAsync(this IRegistry registry, RepositoryName repository, Digest digest)
    {
        await using var blob = await registry.OpenBlobAsync(repository, digest, default);
        if (blob is null)
        {
            return null;
        }

        var content = new byte[blob.Descriptor.Size];
        var filled = 0;
        while (await blob.ReadAsync(filled, content.AsMemory(filled), default) is > 0 and var read)
        {
            filled += read;
        }

        return content[..filled];
    }

    /// <summary>Returns the digest of a tag; <see langword="null"/> if the tag does not exist.</summary>
    public static async Task<Digest?> ResolveAsync(this IRegistry registry, RepositoryName repository, string tag) =>
        (await registry.FindManifestAsync(repository, Reference.To(Tag.Parse(tag)), default))?.Digest;

    /// <summary>Lists all referrers of a manifest, page by page.</summary>
    public static async Task<IReadOnlyList<Descriptor>> ListReferrersAsync(
        this IRegistryLister registry, RepositoryName repository, Digest subject, CancellationToken cancellationToken)
    {
        List<Descriptor> all = [];
        Digest? after = null;
        do
        {
            var page = await registry.ListReferrersAsync(repository, new ReferrersQuery(subject) { After = after }, cancellationToken);
            all.AddRange(await page.Referrers.ToListAsync(cancellationToken));
            after = page.Last;
        }
        while (after is not null);
        return all;
    }

    /// <summary>Lists all repositories.</summary>
    public static async Task<List<string>> ListAsync(this IRegistryLister registry, RepositoryName? after = null)
    {
        List<string> names = [];
        await foreach (var name in registry.ListRepositoriesAsync(after, default))
        {
            names.Add(name.ToString());
        }

        return names;
    }
}
