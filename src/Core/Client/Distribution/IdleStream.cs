using Zot.Registry;

namespace Zot.Client.Distribution;

/// <summary>A body with a time limit for each read.</summary>
/// <param name="inner">The body; disposed with this stream.</param>
/// <param name="timeout">The time limit.</param>
/// <param name="time">The clock.</param>
internal sealed class IdleStream(Stream inner, TimeSpan timeout, TimeProvider time) : ReadOnceStream
{
    /// <inheritdoc/>
    /// <exception cref="TimeoutException">No byte has arrived within the time limit.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await inner.ReadAsync(buffer, stop.Token);
        }
        catch (OperationCanceledException cause) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no data within {timeout.TotalSeconds} seconds", cause);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
