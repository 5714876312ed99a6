using Zot.Registry;

namespace Zot.Storage.Limits;

/// <summary>A stream that reserves space for each piece before it returns it.</summary>
/// <param name="source">The stream; not disposed.</param>
/// <param name="reserve">Reserves space for a total number of bytes; throws if the limit is reached.</param>
internal sealed class ReservingStream(Stream source, Action<long> reserve) : ReadOnceStream
{
    private long _count;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await source.ReadAsync(buffer, cancellationToken);
        if (read > 0)
        {
            reserve(_count + read);
            _count += read;
        }

        return read;
    }
}
