using System.Buffers;
using System.Text.Json;
using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Scrub;

/// <summary>Reads everything that a manifest of a repository names, and compares it with its digests.</summary>
internal sealed class RepositoryScrub(IStorageDriver driver, RepositoryName repository)
{
    private const int BufferLength = 1024 * 1024;

    // Many tags share layers; each is read once. What it found is kept, not what it read.
    private readonly Dictionary<Digest, ScrubFault?> _checked = [];

    /// <returns>The first fault; <see langword="null"/> when all is whole.</returns>
    internal async ValueTask<ScrubFault?> CheckAsync(Descriptor descriptor, CancellationToken cancellationToken) =>
        await CheckBytesAsync(descriptor.Digest, cancellationToken)
        ?? await CheckManifestAsync(descriptor, [], cancellationToken);

    private async ValueTask<ScrubFault?> CheckManifestAsync(
        Descriptor descriptor, HashSet<Digest> within, CancellationToken cancellationToken)
    {
        // Indexes that list each other would never end.
        if (!within.Add(descriptor.Digest))
        {
            return null;
        }

        if (await ReadManifestAsync(descriptor, cancellationToken) is not { } manifest)
        {
            return new ScrubFault(descriptor.Digest, ScrubFault.InvalidManifest);
        }

        foreach (var blob in manifest.Blobs.Where(static blob => !MediaTypes.IsNonDistributable(blob.MediaType)))
        {
            if (await CheckBytesAsync(blob.Digest, cancellationToken) is { } damaged)
            {
                return damaged;
            }
        }

        if (manifest.Config is { MediaType: MediaTypes.OciConfig } config && !await IsJsonAsync(config.Digest, cancellationToken))
        {
            return new ScrubFault(config.Digest, ScrubFault.InvalidConfig);
        }

        foreach (var listed in manifest.Manifests)
        {
            var fault = await CheckBytesAsync(listed.Digest, cancellationToken)
                ?? await CheckManifestAsync(listed, within, cancellationToken);
            if (fault is not null)
            {
                return fault;
            }
        }

        // A subject may come later, or never; only one that is here can be damaged.
        return manifest.Subject is { } subject && await ExistsAsync(subject.Digest, cancellationToken)
            ? await CheckBytesAsync(subject.Digest, cancellationToken)
                ?? await CheckManifestAsync(subject, within, cancellationToken)
            : null;
    }

    private async ValueTask<ScrubFault?> CheckBytesAsync(Digest digest, CancellationToken cancellationToken)
    {
        if (!_checked.TryGetValue(digest, out var fault))
        {
            fault = await ReadAndCompareAsync(digest, cancellationToken);
            _checked[digest] = fault;
        }

        return fault;
    }

    private async ValueTask<ScrubFault?> ReadAndCompareAsync(Digest digest, CancellationToken cancellationToken)
    {
        await using var content = await driver.OpenAsync(ImageLayout.Blob(repository, digest), cancellationToken);
        if (content is null)
        {
            return new ScrubFault(digest, ScrubFault.NotFound);
        }

        using var hash = digest.Algorithm.CreateHash();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        long offset = 0;
        while (await content.ReadAsync(offset, buffer, cancellationToken) is > 0 and var read)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer.AsSpan(0, read));
            offset += read;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return Digest.FromHash(digest.Algorithm, hash.GetHashAndReset()) == digest
            ? null
            : new ScrubFault(digest, ScrubFault.BadDigest);
    }

    private async ValueTask<Manifest?> ReadManifestAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        try
        {
            return await driver.ReadAsync(ImageLayout.Blob(repository, descriptor.Digest), cancellationToken) is { } bytes
                ? Manifest.Parse(descriptor.MediaType, bytes)
                : null;
        }
        catch (RegistryException)
        {
            return null;
        }
    }

    private async ValueTask<bool> IsJsonAsync(Digest digest, CancellationToken cancellationToken)
    {
        try
        {
            using var config = JsonDocument.Parse(
                await driver.ReadAsync(ImageLayout.Blob(repository, digest), cancellationToken) ?? []);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private async ValueTask<bool> ExistsAsync(Digest digest, CancellationToken cancellationToken) =>
        await driver.StatAsync(ImageLayout.Blob(repository, digest), cancellationToken) is not null;
}
