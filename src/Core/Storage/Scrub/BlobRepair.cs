using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Scrub;

/// <summary>Repairs damaged blobs from intact ones of the same digest, and quarantines those that have none.</summary>
/// <remarks>
/// Repositories that share a blob share its damage, as their names are links to one file. All names of a damaged file,
/// including the one in the pool, are repaired or quarantined together. Offline only: nothing else may change the
/// store.
/// </remarks>
/// <param name="driver">The medium.</param>
/// <param name="repositories">All repositories of the store.</param>
/// <param name="reader">Reads and verifies blobs.</param>
internal sealed class BlobRepair(IStorageDriver driver, IReadOnlyList<RepositoryName> repositories, BlobReader reader)
{
    /// <summary>Repairs a blob of a repository, if possible.</summary>
    /// <returns>The fault to report.</returns>
    internal async ValueTask<ScrubFault> RepairAsync(
        RepositoryName repository, Digest digest, string error, CancellationToken cancellationToken)
    {
        var (sound, damaged) = await FindAsync(digest, cancellationToken);
        if (sound is { } source)
        {
            // A missing blob is restored.
            var blob = ImageLayout.Blob(repository, digest);
            await HealAsync(
                repository, digest, source, damaged.Contains(blob) ? damaged : [blob, .. damaged], cancellationToken);
            return new ScrubFault(digest, error, IsRepaired: true);
        }

        if (error == ScrubFault.NotFound)
        {
            return new ScrubFault(digest, error);
        }

        await QuarantineAsync(digest, damaged);
        return new ScrubFault(digest, ScrubFault.Quarantined);
    }

    // Every file of the digest is read once, however many names it has.
    private async ValueTask<(StorageKey? Sound, List<StorageKey> Damaged)> FindAsync(
        Digest digest, CancellationToken cancellationToken)
    {
        StorageKey? sound = null;
        List<StorageKey> damaged = [];
        Dictionary<ulong, bool> known = [];
        foreach (var key in repositories.Select(repository => ImageLayout.Blob(repository, digest))
            .Append(ImageLayout.Pooled(digest)))
        {
            if (await TryStatAsync(key, cancellationToken) is not { } file)
            {
                continue;
            }

            if (!known.TryGetValue(file.Identity, out var isWhole))
            {
                if (await TryReadAsync(key, digest, cancellationToken) is not { } read)
                {
                    continue;
                }

                isWhole = read;
                if (file.Identity != 0)
                {
                    known[file.Identity] = isWhole;
                }
            }

            if (isWhole)
            {
                sound ??= key;
            }
            else
            {
                damaged.Add(key);
            }
        }

        return (sound, damaged);
    }

    // An unreadable copy in one repository is skipped, so that the others can still be repaired.
    private async ValueTask<StoredObject?> TryStatAsync(StorageKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await driver.StatAsync(key, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A failure of this copy must not prevent checking the others.
            return null;
        }
    }

    private async ValueTask<bool?> TryReadAsync(StorageKey key, Digest digest, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.IsWholeAsync(key, digest, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A failure of this copy must not prevent reading the others.
            return null;
        }
    }

    // The copy is verified before it gets a name, so that a failing disk cannot put damaged content in place.
    private async ValueTask HealAsync(
        RepositoryName repository,
        Digest digest,
        StorageKey source,
        List<StorageKey> places,
        CancellationToken cancellationToken)
    {
        var staging = ImageLayout.Staging(repository);
        try
        {
            await using (var copy = await driver.StageAsync(staging, cancellationToken))
            {
                await reader.CopyAsync(source, digest, copy, cancellationToken);
            }

            if (await reader.IsWholeAsync(staging, digest, cancellationToken) != true)
            {
                throw new IOException($"the copy of {digest} is damaged as well");
            }

            // The damaged names shared a file, and share the new one if the store supports links.
            foreach (var place in places.Skip(1))
            {
                var link = ImageLayout.Staging(repository);
                if (!await driver.LinkAsync(staging, link, cancellationToken))
                {
                    await using var copy = await driver.StageAsync(link, cancellationToken);
                    await reader.CopyAsync(staging, digest, copy, cancellationToken);
                }

                await driver.MoveAsync(link, place, durable: true, CancellationToken.None);
            }

            await driver.MoveAsync(staging, places[0], durable: true, CancellationToken.None);
        }
        finally
        {
            await driver.DeleteAsync(staging, CancellationToken.None);
        }
    }

    private async ValueTask QuarantineAsync(Digest digest, List<StorageKey> damaged)
    {
        HashSet<ulong> moved = [];
        foreach (var key in damaged)
        {
            if (await driver.StatAsync(key, CancellationToken.None) is not { } file)
            {
                continue;
            }

            if (file.Identity != 0 && !moved.Add(file.Identity))
            {
                // The quarantine already has this file under its other name.
                await driver.DeleteAsync(key, CancellationToken.None);
                continue;
            }

            var number = 0;
            while (await driver.StatAsync(ImageLayout.Quarantined(digest, number), CancellationToken.None) is not null)
            {
                number++;
            }

            await driver.MoveAsync(key, ImageLayout.Quarantined(digest, number), durable: true, CancellationToken.None);
        }
    }
}
