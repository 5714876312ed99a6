#if EXT_EVENTS
using Zot.Registry;

namespace Zot.Extensions.Events.Command;

/// <summary>Limits the duration of each read of a stream. It leaves the stream open.</summary>
internal sealed class TimeLimitedStream(Stream inner, TimeSpan silence, TimeProvider time) : ReadOnceStream
{
    /// <inheritdoc/>
    /// <exception cref="TimeoutException">Nothing was received in time.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await inner.ReadAsync(buffer, either.Token);
        }
        catch (OperationCanceledException cause) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing received for {silence.TotalSeconds} seconds", cause);
        }
    }
}
#endif
