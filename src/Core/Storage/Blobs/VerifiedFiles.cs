using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Zot.Registry;
using Zot.Storage.Drivers;
using Zot.Storage.Locking;
using Zot.Storage.Scrub;

namespace Zot.Storage.Blobs;

/// <summary>Verifies the bytes of stored blobs, once per file, before another repository shares them.</summary>
/// <remarks>
/// A verified file is remembered in memory by its inode, length, and modification time: a change by another program
/// invalidates it. Changes of the modification time made through this class do not.
/// </remarks>
internal sealed partial class VerifiedFiles(StoreContext store)
{
    // About 150 bytes each. An evicted file is read again the next time it is shared.
    private const int MaxFiles = 65_536;

    private readonly ConcurrentDictionary<
        (ulong Identity, Digest Digest), (long Length, DateTimeOffset Modified)> _files = [];
    private readonly ConcurrentQueue<(ulong Identity, Digest Digest)> _order = [];
    private readonly AsyncLocks<Digest> _reading = new();
    private readonly BlobReader _reader = new(store.Driver);
    private readonly ILogger _logger = store.Loggers.CreateLogger<VerifiedFiles>();

    /// <summary>
    /// Returns whether a stored blob exists and matches its digest. Reads the file unless it is known.
    /// </summary>
    internal async ValueTask<bool> IsSoundAsync(StorageKey key, Digest digest, CancellationToken cancellationToken)
    {
        if (await store.Driver.StatAsync(key, cancellationToken) is not { } file)
        {
            return false;
        }

        if (IsKnown(file, digest))
        {
            return true;
        }

        // Clients that push one blob to many repositories at once cause a single read.
        using var alone = await _reading.EnterAsync(digest, cancellationToken);
        return await store.Driver.StatAsync(key, cancellationToken) is { } current
            && (IsKnown(current, digest) || await VerifyAsync(key, current, digest, cancellationToken));
    }

    /// <summary>Remembers a blob whose bytes were just verified when they were received.</summary>
    internal async ValueTask RememberAsync(StorageKey key, Digest digest, CancellationToken cancellationToken)
    {
        if (await store.Driver.StatAsync(key, cancellationToken) is { } file)
        {
            Remember(file, digest);
        }
    }

    /// <summary>Renews the modification time of a blob; a known file stays known.</summary>
    /// <returns>True if the blob exists.</returns>
    internal async ValueTask<bool> TouchAsync(StorageKey key, Digest digest, CancellationToken cancellationToken)
    {
        var wasKnown = await IsKnownAsync(key, digest, cancellationToken);
        if (!await store.Driver.TouchAsync(key, cancellationToken))
        {
            return false;
        }

        if (wasKnown)
        {
            await RememberAsync(key, digest, cancellationToken);
        }

        return true;
    }

    /// <summary>Links a sound blob to a second key, which renews its modification time.</summary>
    /// <returns>True if the blob is sound and the link was created.</returns>
    internal async ValueTask<bool> LinkAsync(
        StorageKey source, StorageKey target, Digest digest, CancellationToken cancellationToken)
    {
        if (!await IsSoundAsync(source, digest, cancellationToken)
            || !await store.Driver.LinkAsync(source, target, cancellationToken))
        {
            return false;
        }

        await RememberAsync(target, digest, cancellationToken);
        return true;
    }

    private async ValueTask<bool> IsKnownAsync(StorageKey key, Digest digest, CancellationToken cancellationToken) =>
        await store.Driver.StatAsync(key, cancellationToken) is { } file && IsKnown(file, digest);

    private bool IsKnown(StoredObject file, Digest digest) =>
        _files.TryGetValue((file.Identity, digest), out var known) && known == (file.Length, file.Modified);

    private async ValueTask<bool> VerifyAsync(
        StorageKey key, StoredObject file, Digest digest, CancellationToken cancellationToken)
    {
        try
        {
            if (await _reader.CopyAsync(key, digest, copy: null, cancellationToken) == true)
            {
                Remember(file, digest);
                return true;
            }

            LogDamaged(key);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // The bytes of the upload are good, even if the existing file is unreadable.
            LogUnreadable(cause, key);
        }

        return false;
    }

    private void Remember(StoredObject file, Digest digest)
    {
        if (file.Identity == 0)
        {
            return;
        }

        var key = (file.Identity, digest);
        var value = (file.Length, file.Modified);
        if (!_files.TryAdd(key, value))
        {
            _files[key] = value;
            return;
        }

        _order.Enqueue(key);
        while (_order.Count > MaxFiles && _order.TryDequeue(out var oldest))
        {
            _files.TryRemove(oldest, out _);
        }
    }

    [LoggerMessage(4060, LogLevel.Error, "stored blob is damaged and is not shared with other repositories: {Key}")]
    private partial void LogDamaged(StorageKey key);

    [LoggerMessage(4061, LogLevel.Error, "failed to read stored blob, it is not shared with other repositories: {Key}")]
    private partial void LogUnreadable(Exception cause, StorageKey key);
}
