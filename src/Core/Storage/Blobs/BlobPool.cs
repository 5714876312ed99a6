using Microsoft.Extensions.Logging;
using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Blobs;

/// <summary>The blobs of a store by digest, as hard links in one directory, so that repositories share bytes.</summary>
/// <remarks>
/// The link count of the file system tracks how many repositories share a blob; no separate file could become
/// inconsistent with it.
/// </remarks>
internal sealed partial class BlobPool
{
    private readonly StoreContext _store;
    private readonly bool _isOn;

    private readonly VerifiedFiles _verified;

    private BlobPool(StoreContext store, VerifiedFiles verified, bool isOn) =>
        (_store, _verified, _isOn) = (store, verified, isOn);

    /// <summary>Indicates whether blobs are shared.</summary>
    internal bool IsOn => _isOn;

    /// <summary>
    /// Opens the pool. If the storage does not support hard links, the pool stays disabled and a warning is logged.
    /// </summary>
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
            // Blobs that are shared remain shared; no more can be stored anyway.
            LogNotProbed(store.Loggers.CreateLogger<BlobPool>(), cause);
            return new BlobPool(store, verified, isOn: false);
        }
    }

    private static async ValueTask<BlobPool> ProbeAsync(
        StoreContext store, VerifiedFiles verified, CancellationToken cancellationToken)
    {
        var isNew = await IsNewAsync(store.Driver, cancellationToken);
        await store.Driver.CreateDirectoryAsync(ImageLayout.Pool, durable: false, cancellationToken);
        var (probe, link) = (ImageLayout.PoolStaging(), ImageLayout.PoolStaging());
        await store.Driver.WriteAsync(
            probe, ReadOnlyMemory<byte>.Empty, ImageLayout.PoolStaging(), durable: false, cancellationToken);
        var canLink = await store.Driver.LinkAsync(probe, link, cancellationToken);
        await store.Driver.DeleteAsync(link, cancellationToken);
        await store.Driver.DeleteAsync(probe, cancellationToken);
        if (!canLink)
        {
            LogUnsupported(store.Loggers.CreateLogger<BlobPool>());
        }
        else if (isNew)
        {
            // In a new store every blob enters the pool when it is stored, so there is nothing to link later.
            await CompleteAsync(store, cancellationToken);
        }

        return new BlobPool(store, verified, canLink);
    }

    /// <summary>Marks the pool as complete: it links the blobs of all repositories.</summary>
    internal static async ValueTask CompleteAsync(StoreContext store, CancellationToken cancellationToken) =>
        await store.Driver.WriteAsync(
            ImageLayout.PoolIsComplete, ReadOnlyMemory<byte>.Empty,
            ImageLayout.PoolStaging(), durable: false, cancellationToken);

    // The root of a large registry is long: it is listed only once, before the pool exists.
    private static async ValueTask<bool> IsNewAsync(IStorageDriver driver, CancellationToken cancellationToken) =>
        await driver.StatAsync(ImageLayout.PoolIsComplete, cancellationToken) is null
        && !(await driver.ListAsync(StorageKey.Root, cancellationToken)).Any(static child => child.HasChildren);

    /// <summary>Returns whether the pool has a blob.</summary>
    internal async ValueTask<bool> HasAsync(Digest digest, CancellationToken cancellationToken) =>
        _isOn && await _store.Driver.StatAsync(ImageLayout.Pooled(digest), cancellationToken) is not null;

    /// <summary>
    /// Verifies the pooled file of a digest, if it exists. Done before locking, because reading a large file takes
    /// long.
    /// </summary>
    internal async ValueTask VerifyAsync(Digest digest, CancellationToken cancellationToken)
    {
        if (_isOn)
        {
            await _verified.IsSoundAsync(ImageLayout.Pooled(digest), digest, cancellationToken);
        }
    }

    /// <summary>Links a pooled blob into a repository that lacks it, if the pooled file is sound.</summary>
    internal async ValueTask<bool> TryTakeAsync(
        Digest digest, StorageKey target, CancellationToken cancellationToken) =>
        _isOn && await _verified.LinkAsync(ImageLayout.Pooled(digest), target, digest, cancellationToken);

    /// <summary>Links a blob of a repository into the pool, replacing an existing link.</summary>
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

            // Renaming one link of a file onto another does nothing, and keeps both.
            await _store.Driver.DeleteAsync(staging, cancellationToken);
        }
    }

    /// <summary>Removes a blob that a repository has just deleted, unless another repository links it.</summary>
    internal async ValueTask ReleaseAsync(Digest digest, CancellationToken cancellationToken)
    {
        // Also if disabled now: the pool may have been enabled before.
        if (await _store.Driver.StatAsync(ImageLayout.Pooled(digest), cancellationToken) is { LinkCount: 1 })
        {
            await _store.Driver.DeleteAsync(ImageLayout.Pooled(digest), cancellationToken);
        }
    }

    [LoggerMessage(4065, LogLevel.Warning, "storage is full, dedupe is disabled until the next start")]
    private static partial void LogNotProbed(ILogger logger, Exception cause);

    [LoggerMessage(4006, LogLevel.Warning,
        "storage does not support hard links, dedupe is disabled: equal blobs are stored once per repository")]
    private static partial void LogUnsupported(ILogger logger);
}
