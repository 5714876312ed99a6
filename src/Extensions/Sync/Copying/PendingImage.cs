#if EXT_SYNC
using Zot.Extensions.Sync.Downloads;
using Zot.Extensions.Sync.Upstreams;
using Zot.Registry;

namespace Zot.Extensions.Sync.Copying;

/// <summary>An image whose manifest is known, and whose content is being copied.</summary>
/// <param name="source">The repository.</param>
/// <param name="manifest">The manifest.</param>
/// <param name="tag">The tag to move once the image is complete, if any.</param>
/// <param name="time">The clock.</param>
internal sealed class PendingImage(SyncSource source, SyncedManifest manifest, Tag? tag, TimeProvider time)
{
    // A commit takes milliseconds; a client must not wait for one that hangs.
    private static readonly TimeSpan MaxCommit = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<ImageOutcome> _ended = new(
        TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The repository.</summary>
    public SyncSource Source => source;

    /// <summary>The manifest.</summary>
    public SyncedManifest Manifest => manifest;

    /// <summary>The tag to move once the image is complete, if any.</summary>
    public Tag? Tag => tag;

    /// <summary>The blobs of the manifest that were missing at first.</summary>
    public IReadOnlyList<PendingBlob> Missing { get; private set; } = [];

    /// <summary>The result. Never fails.</summary>
    public Task<ImageOutcome> Ended => _ended.Task;

    /// <summary>Sets the missing blobs. The last of them is sent to its end after the image is stored.</summary>
    public void Expect(IReadOnlyList<PendingBlob> missing)
    {
        Missing = missing;
        foreach (var blob in missing)
        {
            blob.BeforeLastByte(WaitIfLastAsync);
        }
    }

    /// <summary>Ends the copy.</summary>
    public void End(ImageOutcome outcome) => _ended.TrySetResult(outcome);

    // A client that has received an image expects to find its tag.
    private async Task WaitIfLastAsync()
    {
        if (Missing.All(static blob => blob.Ended.IsCompleted))
        {
            await Task.WhenAny(Ended, Task.Delay(MaxCommit, time));
        }
    }
}
#endif
