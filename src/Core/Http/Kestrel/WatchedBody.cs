using Zot.Registry;

namespace Zot.Http;

/// <summary>The body of a request that reports every read to an <see cref="IdleLimit"/>.</summary>
internal sealed class WatchedBody(Stream body, IdleLimit limit) : ReadOnceStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The time that storage takes between two reads is no pause of the client.
        limit.Touch();
        var read = await body.ReadAsync(buffer, cancellationToken);
        limit.Touch();
        return read;
    }
}
