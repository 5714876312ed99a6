using Zot.Registry;

namespace Zot.OpenCore.Tests.Layers;

/// <summary>
/// The outermost layer, which pushes missing images into the inner registry before a client pulls them. Images that the
/// inner registry rejects remain missing.
/// </summary>
internal sealed class MirrorLayer(IRegistry inner, IRegistry upstream) : DelegatingRegistry(inner)
{
    private const int MaxBlobLength = 1024 * 1024;

    public override async ValueTask<ManifestContent?> GetManifestAsync(
        RepositoryName repository, Reference reference, CancellationToken cancellationToken)
    {
        var found = await Inner.GetManifestAsync(repository, reference, cancellationToken);
        if (found is not null
            || await upstream.GetManifestAsync(repository, reference, cancellationToken) is not { } missing)
        {
            return found;
        }

        try
        {
            await CopyAsync(
                new ManifestPush(repository, reference, missing.Descriptor.MediaType, missing.Content),
                cancellationToken);
        }
        catch (RegistryException)
        {
            return null;
        }

        return await Inner.GetManifestAsync(repository, reference, cancellationToken);
    }

    private async Task CopyAsync(ManifestPush push, CancellationToken cancellationToken)
    {
        foreach (var blob in push.Manifest.Blobs)
        {
            await using var source = await upstream.OpenBlobAsync(push.Repository, blob.Digest, cancellationToken)
                ?? throw RegistryError.BlobUnknown.With("digest", blob.Digest);
            var content = await source.ReadAllAsync(MaxBlobLength, cancellationToken)
                ?? throw RegistryError.SizeInvalid.With("digest", blob.Digest);
            var upload = await Inner.StartUploadAsync(
                new UploadStart(push.Repository, blob.Digest.Algorithm), cancellationToken);
            using var bytes = new MemoryStream(content.ToArray());
            await upload.AppendAsync(bytes, offset: null, content.Length, cancellationToken);
            await upload.CompleteAsync(blob.Digest, call: null, cancellationToken);
        }

        await Inner.PushManifestAsync(push, cancellationToken);
    }
}
