using System.Text.Json;
using Zot.Registry;
using Zot.Storage.Drivers;
using Zot.Storage.Indexing;

namespace Zot.Storage.Scrub;

/// <summary>Reads all content that a manifest of a repository references, and verifies its digests.</summary>
/// <param name="driver">The medium.</param>
/// <param name="repository">The repository.</param>
/// <param name="reader">Reads and verifies blobs.</param>
/// <param name="repair">Repairs damaged blobs; <see langword="null"/> to report them only.</param>
internal sealed class RepositoryScrub(
    IStorageDriver driver, RepositoryName repository, BlobReader reader, BlobRepair? repair = null)
{
    // Many tags share layers, so each is read once; only the result is cached, not the content.
    private readonly Dictionary<Digest, ScrubFault?> _checked = [];

    /// <returns>
    /// The worst fault: the first that is not repaired, otherwise the first; <see langword="null"/> if everything is
    /// intact.
    /// </returns>
    internal async ValueTask<ScrubFault?> CheckAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        List<ScrubFault> faults = [];
        try
        {
            await CheckAsync(descriptor, [], faults, cancellationToken);
        }
        catch (Exception cause) when (!cancellationToken.IsCancellationRequested)
        {
            // A failure of one entry must not prevent checking the others.
            faults.Add(new ScrubFault(descriptor.Digest, $"{ScrubFault.Unreadable}: {cause.Message}"));
        }

        return faults.Find(static fault => !fault.IsRepaired) ?? faults.FirstOrDefault();
    }

    /// <summary>Creates the result for an entry of the index.</summary>
    internal static ScrubResult ResultOf(RepositoryName repository, IndexEntry entry, ScrubFault? fault) =>
        new(repository, entry.Tag ?? entry.Descriptor.Digest.ToString(), fault?.Blob, fault?.Error)
        {
            IsRepaired = fault is { IsRepaired: true },
        };

    private async ValueTask CheckAsync(
        Descriptor descriptor, HashSet<Digest> within, List<ScrubFault> faults, CancellationToken cancellationToken)
    {
        // Indexes that list each other would recurse forever.
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

        // A subject may be pushed later or never; only an existing one can be damaged.
        if (manifest.Subject is { } subject && await ExistsAsync(subject.Digest, cancellationToken))
        {
            await CheckAsync(subject, within, faults, cancellationToken);
        }
    }

    // Returns whether the content is intact, possibly after a repair.
    private async ValueTask<bool> CheckBytesAsync(
        Digest digest, List<ScrubFault> faults, CancellationToken cancellationToken)
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
            return await driver.ReadAsync(
                ImageLayout.Blob(repository, descriptor.Digest), cancellationToken) is { } bytes
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
