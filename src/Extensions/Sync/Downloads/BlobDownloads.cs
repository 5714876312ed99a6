#if EXT_SYNC
using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Zot.Client.Distribution;
using Zot.Extensions.Sync.Copying;
using Zot.Extensions.Sync.Upstreams;
using Zot.Registry;

namespace Zot.Extensions.Sync.Downloads;

/// <summary>The blobs that are being downloaded, by local repository and digest.</summary>
/// <param name="local">The content of this registry.</param>
/// <param name="directory">The directory for temporary files.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class BlobDownloads(
    LocalContent local, string directory, TimeProvider time, ILogger<BlobDownloads> logger)
{
    private const int PieceLength = 128 * 1024;

    private readonly ConcurrentDictionary<(RepositoryName, Digest), PendingBlob> _pending = new();

    /// <summary>The number of blobs that are being downloaded or wait for it.</summary>
    public int Count => _pending.Count;

    /// <summary>Finds a blob that is not stored yet.</summary>
    public PendingBlob? Find(RepositoryName repository, Digest digest) =>
        _pending.GetValueOrDefault((repository, digest));

    /// <summary>Adds a blob, or finds it.</summary>
    public PendingBlob Add(SyncSource source, Descriptor blob) =>
        _pending.GetOrAdd(
            (source.Name.Local, blob.Digest),
            static (_, given) => new PendingBlob(given.source, given.blob),
            (source, blob));

    /// <summary>
    /// Removes those blobs whose download has not begun. A client that requests one later starts anew.
    /// </summary>
    public void Abandon(IReadOnlyList<PendingBlob> blobs)
    {
        foreach (var blob in blobs)
        {
            if (blob.TryStart())
            {
                _pending.TryRemove(new((blob.Source.Name.Local, blob.Blob.Digest), blob));
                blob.End(BlobOutcome.Unavailable);
            }
        }
    }

    /// <summary>Begins the download for a client, unless it is running.</summary>
    public void StartForClient(PendingBlob pending)
    {
        if (pending.TryStart())
        {
            pending.Source.Upstream.Foreground.Begin();
            _ = RunForClientAsync(pending);
        }
    }

    /// <summary>Downloads a blob in the background: clients that wait for others come first.</summary>
    public async Task<BlobOutcome> CopyAsync(PendingBlob pending, CancellationToken stop)
    {
        var foreground = pending.Source.Upstream.Foreground;
        await Task.WhenAny(pending.Started, foreground.WaitForQuietAsync(stop));
        await foreground.EnterBackgroundAsync(stop);
        try
        {
            if (pending.TryStart())
            {
                // Not awaited: it ends after the commit of the image, which waits for the blob.
                _ = Task.Run(() => RunAsync(pending), CancellationToken.None);
            }

            return await pending.Ended.WaitAsync(stop);
        }
        finally
        {
            foreground.LeaveBackground();
        }
    }

    private async Task RunForClientAsync(PendingBlob pending)
    {
        await Task.Yield();
        try
        {
            await RunAsync(pending);
        }
        finally
        {
            pending.Source.Upstream.Foreground.End();
        }
    }

    // Detached from the client that started it: others wait for the same blob, and the next pull finds it.
    private async Task RunAsync(PendingBlob pending)
    {
        var (source, blob) = (pending.Source, pending.Blob);
        using var deadline = new CancellationTokenSource(source.Upstream.Options.SyncTimeout, time);
        var outcome = BlobOutcome.Unavailable;
        try
        {
            outcome = await TransferAsync(pending, deadline.Token);
        }
        catch (Exception cause) when (cause is not OutOfMemoryException) // whatever it is, clients wait for the end
        {
            source.Upstream.State.Fail(cause.Message);
            var details = cause is RemoteRegistryException ? null : cause;
            LogFailed(details, source.ToString(), blob.Digest.ToString(), cause.Message);
        }
        finally
        {
            _pending.TryRemove(new((source.Name.Local, blob.Digest), pending));
            pending.End(outcome);
        }
    }

    private async Task<BlobOutcome> TransferAsync(PendingBlob pending, CancellationToken stop)
    {
        var (source, blob) = (pending.Source, pending.Blob);
        if (await local.Registry.FindBlobAsync(source.Name.Local, blob.Digest, stop) is { } found
            && found.Size == blob.Size)
        {
            return BlobOutcome.Stored;
        }

        if (await local.TryLinkAsync(source, blob, stop))
        {
            LogLinked(source.ToString(), blob.Digest.ToString());
            return BlobOutcome.Stored;
        }

        await using var content = await source.Upstream.AskAsync(
            host => host.Registry.OpenVerifiedAsync(source.Name.Upstream, blob, stop));
        if (content is null)
        {
            return BlobOutcome.Missing;
        }

        using var file = DownloadFile.Create(directory);
        try
        {
            return await ReceiveAsync(pending, content, file, stop);
        }
        finally
        {
            file.Fail();
        }
    }

    // The blob is stored while it arrives; its last byte is sent when its digest is verified, and it is stored.
    private async Task<BlobOutcome> ReceiveAsync(
        PendingBlob pending, VerifiedBlobStream content, DownloadFile file, CancellationToken stop)
    {
        file.Hold(pending.Blob.Size - 1);
        pending.Offer(file);
        var storing = Task.Run(() => StoreAsync(pending, file, stop), CancellationToken.None);
        try
        {
            await DownloadAsync(content, file, stop);
        }
        catch // the upload ends with the file, before another attempt begins
        {
            file.Fail();
            await storing;
            throw;
        }

        var outcome = await storing;
        if (outcome == BlobOutcome.Stored)
        {
            await pending.StoredAsync();
        }

        file.Release();
        return outcome;
    }

    private static async Task DownloadAsync(
        VerifiedBlobStream content, DownloadFile file, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceLength);
        try
        {
            while (await content.ReadAsync(buffer, stop) is > 0 and var read)
            {
                await file.AppendAsync(buffer.AsMemory(0, read), stop);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // A full disk or a quota must not end the transfer to the client, which has nearly all bytes.
    private async Task<BlobOutcome> StoreAsync(PendingBlob pending, DownloadFile file, CancellationToken stop)
    {
        var (source, blob) = (pending.Source, pending.Blob);
        try
        {
            await local.StoreAsync(source.Name.Local, blob, source.Upstream, file, stop);
            return BlobOutcome.Stored;
        }
        catch (Exception cause) when (cause is RegistryException or IOException or UnauthorizedAccessException
            or OperationCanceledException)
        {
            if (!file.HasFailed)
            {
                source.Upstream.State.Fail(cause.Message);
                LogNotStored(source.ToString(), blob.Digest.ToString(), cause.Message);
            }

            return BlobOutcome.Rejected;
        }
    }

    [LoggerMessage(9101, LogLevel.Error, "failed to copy a blob: {Repository} {Digest}: {Reason}")]
    private partial void LogFailed(Exception? cause, string repository, string digest, string reason);

    [LoggerMessage(9102, LogLevel.Error, "failed to store a blob that was downloaded: {Repository} {Digest}: {Reason}")]
    private partial void LogNotStored(string repository, string digest, string reason);

    [LoggerMessage(9103, LogLevel.Debug, "blob linked from another repository, not downloaded: {Repository} {Digest}")]
    private partial void LogLinked(string repository, string digest);
}
#endif
