#if EXT_SYNC
using Zot.Registry;

namespace Zot.Extensions.Sync.Downloads;

/// <summary>A blob that is sent to a client while it is downloaded.</summary>
/// <param name="blob">The descriptor.</param>
/// <param name="file">The file, of which this is a user.</param>
internal sealed class DownloadedBlob(Descriptor blob, DownloadFile file) : BlobContent(blob)
{
    private int _isDisposed;

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) =>
        offset >= Descriptor.Size || buffer.IsEmpty
            ? ValueTask.FromResult(0)
            : file.ReadAsync(offset, buffer, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            file.Dispose();
        }

        return ValueTask.CompletedTask;
    }
}
#endif
