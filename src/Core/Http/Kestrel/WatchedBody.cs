using Zot.Registry;

namespace Zot.Http.Kestrel;

/// <summary>A request body that reports every read to an <see cref="IdleLimit"/>.</summary>
internal sealed class WatchedBody(Stream body, IdleLimit limit) : ReadOnceStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        limit.StartWaiting();
        var read = await body.ReadAsync(buffer, cancellationToken);
        limit.StopWaiting();
        return read;
    }
}
