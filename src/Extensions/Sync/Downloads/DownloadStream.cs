#if EXT_SYNC
using Zot.Registry;

namespace Zot.Extensions.Sync.Downloads;

/// <summary>Reads a download from its beginning, and waits for its bytes.</summary>
/// <param name="file">The file, which the stream does not dispose.</param>
/// <param name="length">The length of the blob.</param>
internal sealed class DownloadStream(DownloadFile file, long length) : ReadOnceStream
{
    private long _position;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position == length || buffer.IsEmpty)
        {
            return 0;
        }

        var read = await file.ReadHeldAsync(_position, buffer, cancellationToken);
        _position += read;
        return read;
    }
}
#endif
