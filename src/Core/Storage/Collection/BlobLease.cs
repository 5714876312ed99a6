using Zot.Registry;
using Zot.Storage.Blobs;
using Zot.Storage.Drivers;
using Zot.Storage.Locking;

namespace Zot.Storage.Collection;

/// <summary>Protects content from the collector that was just reported to a client as existing.</summary>
/// <remarks>
/// The age of content is the age of its file, which survives a restart; reporting content as existing therefore renews
/// its file. A file younger than a hundredth of the time it is kept is not renewed, so that frequent requests cause few
/// writes.
/// </remarks>
internal sealed class BlobLease(StoreContext store, VerifiedFiles verified, AsyncLocks<(RepositoryName, Digest)> locks)
{
    private const int Parts = 100;

    /// <summary>Renews content that is about to be reported to a client.</summary>
    /// <returns>True if the content exists.</returns>
    internal async ValueTask<bool> RenewAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken)
    {
        if (store.KeepFor() is not { } keepFor || store.IsReadOnly)
        {
            // Garbage collection is disabled, or the store read-only.
            return true;
        }

        var blob = ImageLayout.Blob(repository, digest);
        var now = store.Time.GetUtcNow();
        if (await store.Driver.StatAsync(blob, cancellationToken) is { } file && now - file.Modified < keepFor / Parts)
        {
            return true;
        }

        using var turn = await locks.EnterAsync((repository, digest), cancellationToken);
        return await TouchAsync(blob, digest, cancellationToken);
    }

    /// <summary>Renews an untagged manifest that is about to be reported: an image index may list it soon.</summary>
    /// <returns>True if its bytes exist; the caller must check afterwards that the index still has it.</returns>
    /// <remarks>
    /// Untagged manifests have their own retention delay, which may be much shorter, so they are always renewed.
    /// </remarks>
    internal async ValueTask<bool> RenewManifestAsync(
        RepositoryName repository, Digest digest, CancellationToken cancellationToken)
    {
        if (store.KeepFor() is null || store.IsReadOnly)
        {
            return true;
        }

        using var turn = await locks.EnterAsync((repository, digest), cancellationToken);
        return await TouchAsync(ImageLayout.Blob(repository, digest), digest, cancellationToken);
    }

    private async ValueTask<bool> TouchAsync(StorageKey blob, Digest digest, CancellationToken cancellationToken)
    {
        try
        {
            return await verified.TouchAsync(blob, digest, cancellationToken);
        }
        catch (Exception cause) when (MediumFailures.IsReadOnly(cause))
        {
            // The medium has become read-only: the collector cannot remove anything either.
            return await store.Driver.StatAsync(blob, cancellationToken) is not null;
        }
    }
}
