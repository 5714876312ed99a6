using System.Text.Json;
using Zot.Registry;
using Zot.Storage.Drivers;
using Zot.Storage.Indexing;

namespace Zot.Storage.Scrub;

/// <summary>Reads everything that a manifest of a repository names, and compares it with its digests.</summary>
/// <param name="driver">The medium.</param>
/// <param name="repository">The repository.</param>
/// <param name="reader">Reads its content.</param>
/// <param name="repair">Repairs what can be; nothing for <see langword="null"/>.</param>
internal sealed class RepositoryScrub(IStorageDriver driver, RepositoryName repository, BlobReader reader, BlobRepair? repair = null)
{
    // Many tags share layers; each is read once. What it found is kept, not what it read.
    private readonly Dictionary<Digest, ScrubFault?> _checked = [];

    /// <returns>The worst fault: the first that is not repaired, else the first; <see langword="null"/> when all is whole.</returns>
    internal async ValueTask<ScrubFault?> CheckAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        List<ScrubFault> faults = [];
        try
        {
            await CheckAsync(descriptor, [], faults, cancellationToken);
        }
        catch (Exception cause) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever is wrong with it, the other entries are checked.
            faults.Add(new ScrubFault(descriptor.Digest, $"{ScrubFault.Unreadable}: {cause.Message}"));
        }

        return faults.Find(static fault => !fault.IsRepaired) ?? faults.FirstOrDefault();
    }

    /// <summary>What is told of an entry of the index.</summary>
    internal static ScrubResult ResultOf(RepositoryName repository, IndexEntry entry, ScrubFault? fault) =>
        new(repository, entry.Tag ?? entry.Descriptor.Digest.ToString(), fault?.Blob, fault?.Error)
        {
            IsRepaired = fault is { IsRepaired: true },
        };

    private async ValueTask CheckAsync(
        Descriptor descriptor, HashSet<Digest> within, List<ScrubFault> faults, CancellationToken cancellationToken)
    {
        // Indexes that list each other would never end.
        if (!within.Add(descriptor.Digest) || !await CheckBytesAsync(descriptor.Digest, faults, cancellationToken))
        {
            return;
        }

        if (await ReadManifestAsync(descriptor, cancellationToken) is not { } manifest)
        {
            faults.Add(new ScrubFault(descriptor.Digest, ScrubFault.InvalidManifest));
            return;
        }

        foreach (var blob in manifest.Blobs.Where(static blob => !MediaTypes.IsNonDistributable(blob.MediaType)))
        {
            if (await CheckBytesAsync(blob.Digest, faults, cancellationToken)
                && blob is { MediaType: MediaTypes.OciConfig }
                && ReferenceEquals(blob, manifest.Config)
                && !await IsJsonAsync(blob.Digest, cancellationToken))
            {
                faults.Add(new ScrubFault(blob.Digest, ScrubFault.InvalidConfig));
            }
        }

        foreach (var listed in manifest.Manifests)
        {
            await CheckAsync(listed, within, faults, cancellationToken);
        }

        // A subject may come later, or never; only one that is here can be damaged.
        if (manifest.Subject is { } subject && await ExistsAsync(subject.Digest, cancellationToken))
        {
            await CheckAsync(subject, within, faults, cancellationToken);
        }
    }

    // Whether it is whole, by now.
    private async ValueTask<bool> CheckBytesAsync(Digest digest, List<ScrubFault> faults, CancellationToken cancellationToken)
    {
        if (!_checked.TryGetValue(digest, out var fault))
        {
            fault = await ReadAndCompareAsync(digest, cancellationToken);
            _checked[digest] = fault;
        }

        if (fault is not null)
        {
            faults.Add(fault);
        }

        return fault is not { IsRepaired: false };
    }

    private async ValueTask<ScrubFault?> ReadAndCompareAsync(Digest digest, CancellationToken cancellationToken)
    {
        var error = await reader.IsWholeAsync(ImageLayout.Blob(repository, digest), digest, cancellationToken) switch
        {
            true => null,
            false => ScrubFault.BadDigest,
            null => ScrubFault.NotFound,
        };
        if (error is null)
        {
            return null;
        }

        return repair is null
            ? new ScrubFault(digest, error)
            : await repair.RepairAsync(repository, digest, error, cancellationToken);
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
            using var config = LenientJson.Parse(
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
