using Microsoft.Extensions.Logging;
using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Blobs;

/// <summary>Every blob of a store by its digest alone, so that repositories share bytes: a link to each lies in one place.</summary>
/// <remarks>The file system itself counts who shares a blob; there is no file of ours that could get out of step with it.</remarks>
internal sealed partial class BlobPool
{
    private readonly StoreContext _store;
    private readonly bool _isOn;

    private readonly VerifiedFiles _verified;

    private BlobPool(StoreContext store, VerifiedFiles verified, bool isOn) => (_store, _verified, _isOn) = (store, verified, isOn);

    /// <summary>Whether blobs are shared.</summary>
    internal bool IsOn => _isOn;

    /// <summary>Opens the pool; where the store cannot link, it stays off and a warning says so.</summary>
    internal static async ValueTask<BlobPool> OpenAsync(
        StoreContext store, VerifiedFiles verified, bool isWanted, CancellationToken cancellationToken)
    {
        if (!isWanted || store.IsReadOnly)
        {
            return new BlobPool(store, verified, isOn: false);
        }

        try
        {
            return await ProbeAsync(store, verified, cancellationToken);
        }
        catch (IOException cause) when (MediumFailures.IsFull(cause))
        {
            // What is shared stays so; nothing more can be stored, anyway.
            LogNotProbed(store.Loggers.CreateLogger<BlobPool>(), cause);
            return new BlobPool(store, verified, isOn: false);
        }
    }

    private static async ValueTask<BlobPool> ProbeAsync(StoreContext store, VerifiedFiles verified, CancellationToken cancellationToken)
    {
        var isNew = await IsNewAsync(store.Driver, cancellationToken);
        await store.Driver.CreatePlaceAsync(ImageLayout.Pool, durable: false, cancellationToken);
        var (probe, link) = (ImageLayout.PoolStaging(), ImageLayout.PoolStaging());
        await store.Driver.WriteAsync(probe, ReadOnlyMemory<byte>.Empty, ImageLayout.PoolStaging(), durable: false, cancellationToken);
        var canLink = await store.Driver.LinkAsync(probe, link, cancellationToken);
        await store.Driver.DeleteAsync(link, cancellationToken);
        await store.Driver.DeleteAsync(probe, cancellationToken);
        if (!canLink)
        {
            LogUnsupported(store.Loggers.CreateLogger<BlobPool>());
        }
        else if (isNew)
        {
            // All there will be comes here at once: there is nothing to link later.
            await CompleteAsync(store, cancellationToken);
        }

        return new BlobPool(store, verified, canLink);
    }

    /// <summary>Notes that it knows the blobs of all repositories.</summary>
    internal static async ValueTask CompleteAsync(StoreContext store, CancellationToken cancellationToken) =>
        await store.Driver.WriteAsync(
            ImageLayout.PoolIsComplete, ReadOnlyMemory<byte>.Empty, ImageLayout.PoolStaging(), durable: false, cancellationToken);

    // The root of a large registry is long: it is read once, before there is a pool.
    private static async ValueTask<bool> IsNewAsync(IStorageDriver driver, CancellationToken cancellationToken) =>
        await driver.StatAsync(ImageLayout.PoolIsComplete, cancellationToken) is null
        && !(await driver.ListAsync(StorageKey.Root, cancellationToken)).Any(static child => child.HasChildren);

    /// <summary>Whether it has a blob.</summary>
    internal async ValueTask<bool> HasAsync(Digest digest, CancellationToken cancellationToken) =>
        _isOn && await _store.Driver.StatAsync(ImageLayout.Pooled(digest), cancellationToken) is not null;

    /// <summary>Verifies the pooled file of a digest, if there is one: reading a large file needs no lock.</summary>
    internal async ValueTask VerifyAsync(Digest digest, CancellationToken cancellationToken)
    {
        if (_isOn)
        {
            await _verified.IsSoundAsync(ImageLayout.Pooled(digest), digest, cancellationToken);
        }
    }

    /// <summary>Links a blob into a repository that has none of that digest, if the pooled file is sound.</summary>
    internal async ValueTask<bool> TryTakeAsync(Digest digest, StorageKey target, CancellationToken cancellationToken) =>
        _isOn && await _verified.LinkAsync(ImageLayout.Pooled(digest), target, digest, cancellationToken);

    /// <summary>Links a blob of a repository into the pool, in place of the one there.</summary>
    internal async ValueTask PutAsync(Digest digest, StorageKey blob, CancellationToken cancellationToken)
    {
        if (!_isOn || await _store.Driver.LinkAsync(blob, ImageLayout.Pooled(digest), cancellationToken))
        {
            return;
        }

        var staging = ImageLayout.PoolStaging();
        if (await _store.Driver.LinkAsync(blob, staging, cancellationToken))
        {
            await _store.Driver.MoveAsync(staging, ImageLayout.Pooled(digest), durable: false, cancellationToken);

            // Between two links of one file a rename does nothing, and leaves both.
            await _store.Driver.DeleteAsync(staging, cancellationToken);
        }
    }

    /// <summary>Lets go of a blob that a repository has just lost, unless another one has it.</summary>
    internal async ValueTask ReleaseAsync(Digest digest, CancellationToken cancellationToken)
    {
        // Not only while it is on: it may have been on before.
        if (await _store.Driver.StatAsync(ImageLayout.Pooled(digest), cancellationToken) is { LinkCount: 1 })
        {
            await _store.Driver.DeleteAsync(ImageLayout.Pooled(digest), cancellationToken);
        }
    }

    [LoggerMessage(4065, LogLevel.Warning, "storage is full, blobs are not shared until the next start")]
    private static partial void LogNotProbed(ILogger logger, Exception cause);

    [LoggerMessage(4006, LogLevel.Warning, "the storage cannot hard-link, so that equal blobs are stored once per repository: dedupe is off")]
    private static partial void LogUnsupported(ILogger logger);
}
