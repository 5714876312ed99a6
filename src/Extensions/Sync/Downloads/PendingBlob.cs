#if EXT_SYNC
using Zot.Extensions.Sync.Upstreams;
using Zot.Registry;

namespace Zot.Extensions.Sync.Downloads;

/// <summary>A blob that this registry does not have yet, and that is downloaded once for all who wait for it.</summary>
/// <param name="source">The repository.</param>
/// <param name="blob">The descriptor.</param>
internal sealed class PendingBlob(SyncSource source, Descriptor blob)
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DownloadFile?> _opened = new(
        TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<BlobOutcome> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<Func<Task>> _finals = [];
    private int _isStarted;

    /// <summary>The repository.</summary>
    public SyncSource Source => source;

    /// <summary>The descriptor.</summary>
    public Descriptor Blob => blob;

    /// <summary>Completes when the download begins.</summary>
    public Task Started => _started.Task;

    /// <summary>The result of the download. Never fails.</summary>
    public Task<BlobOutcome> Ended => _ended.Task;

    /// <summary>Returns whether the caller is the first, who has to run the download.</summary>
    public bool TryStart()
    {
        if (Interlocked.Exchange(ref _isStarted, 1) != 0)
        {
            return false;
        }

        _started.SetResult();
        return true;
    }

    /// <summary>Adds work to be done before clients receive the last byte, such as the commit of a manifest.</summary>
    public void BeforeLastByte(Func<Task> work)
    {
        lock (_gate)
        {
            _finals.Add(work);
        }
    }

    /// <summary>Records that the blob is stored, and waits for the work that precedes the last byte.</summary>
    public async Task StoredAsync()
    {
        _ended.TrySetResult(BlobOutcome.Stored);
        List<Func<Task>> finals;
        lock (_gate)
        {
            finals = [.. _finals];
        }

        foreach (var final in finals)
        {
            await final();
        }
    }

    /// <summary>Offers the file to clients.</summary>
    public void Offer(DownloadFile file) => _opened.TrySetResult(file);

    /// <summary>Ends the download.</summary>
    public void End(BlobOutcome outcome)
    {
        _ended.TrySetResult(outcome);
        _opened.TrySetResult(null);
    }

    /// <summary>Opens the blob as soon as its first bytes can be expected.</summary>
    /// <returns>The blob; <see langword="null"/> if the download has ended, with or without success.</returns>
    public async Task<BlobContent?> OpenAsync(CancellationToken stop) =>
        await _opened.Task.WaitAsync(stop) is { } file && file.TryShare() ? new DownloadedBlob(blob, file) : null;
}
#endif
