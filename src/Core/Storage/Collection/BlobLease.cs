using Zot.Registry;
using Zot.Storage.Blobs;
using Zot.Storage.Drivers;

namespace Zot.Storage.Collection;

/// <summary>Keeps the collector from content that a client has just been told is there.</summary>
/// <remarks>
/// The age of content is that of its file, which survives a restart; so to say that it is there renews it. Content that is
/// younger than a hundredth of the time it is kept is young enough: who asks often does not write often.
/// </remarks>
internal sealed class BlobLease(StoreContext store, VerifiedFiles verified, AsyncLocks<(RepositoryName, Digest)> locks)
{
    private const int Parts = 100;

    /// <summary>Makes content young again that is about to be told of.</summary>
    /// <returns>Whether it is there.</returns>
    internal async ValueTask<bool> RenewAsync(RepositoryName repository, Digest digest, CancellationToken cancellationToken)
    {
        if (store.KeepFor() is not { } keepFor || store.IsReadOnly)
        {
            // Nothing is collected.
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

    /// <summary>Makes a manifest without tag young again that is about to be told of: an image index may list it soon.</summary>
    /// <returns>Whether its bytes are there; whether the index still has it is to be asked afterwards.</returns>
    /// <remarks>How long such a manifest stays is another setting, and may be shorter by far: it is always renewed.</remarks>
    internal async ValueTask<bool> RenewManifestAsync(RepositoryName repository, Digest digest, CancellationToken cancellationToken)
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
            // The medium has become read-only: the collector can remove nothing, either.
            return await store.Driver.StatAsync(blob, cancellationToken) is not null;
        }
    }
}
