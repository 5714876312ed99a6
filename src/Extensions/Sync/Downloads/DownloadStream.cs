#if EXT_SYNC
using Zot.Registry;

namespace Zot.Extensions.Sync.Downloads;

/// <summary>Reads a complete download from its beginning.</summary>
/// <param name="file">The file, which the stream does not dispose.</param>
internal sealed class DownloadStream(DownloadFile file) : ReadOnceStream
{
    private long _position;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await file.ReadHeldAsync(_position, buffer, cancellationToken);
        _position += read;
        return read;
    }
}
#endif
