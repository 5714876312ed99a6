using Zot.Registry;

namespace Zot.Client.Distribution;

/// <summary>A body that is counted, limited in bandwidth, and releases the slot of its request at its end.</summary>
/// <param name="inner">The body; disposed with this stream.</param>
/// <param name="length">The length of the body; <see langword="null"/> if it is unknown.</param>
/// <param name="slot">The slot.</param>
/// <param name="usage">Counts the bytes.</param>
/// <param name="bandwidth">The limit; <see langword="null"/> for none.</param>
internal sealed class MeteredStream(
    Stream inner, long? length, RequestSlot slot, RemoteUsage usage, Bandwidth? bandwidth) : ReadOnceStream
{
    private long _received;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (bandwidth is not null)
        {
            await bandwidth.WaitAsync(cancellationToken);
            buffer = buffer[..Math.Min(buffer.Length, bandwidth.MaxPiece)];
        }

        var read = await inner.ReadAsync(buffer, cancellationToken);
        usage.AddReceived(read);
        bandwidth?.Add(read);
        _received += read;

        // A reader that knows the length does not read any further.
        if (_received == length || (read == 0 && !buffer.IsEmpty))
        {
            slot.Dispose();
        }

        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            slot.Dispose();
        }

        base.Dispose(disposing);
    }
}
