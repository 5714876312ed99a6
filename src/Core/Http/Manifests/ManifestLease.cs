namespace Zot.Http.Manifests;

/// <summary>The memory lease of a manifest body while it is received and stored.</summary>
internal sealed class ManifestLease : IDisposable
{
    private readonly ManifestBodies _bodies;
    private readonly CancellationTokenSource _stop;

    internal ManifestLease(ManifestBodies bodies, TimeSpan limit, TimeProvider time)
    {
        _bodies = bodies;
        _stop = new CancellationTokenSource(limit, time);
    }

    /// <summary>The token that is canceled when the body takes too long or is discarded in favor of others.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Indicates whether the body was discarded in favor of others rather than timed out.</summary>
    public bool IsDiscarded { get; private set; }

    internal LinkedListNode<ManifestLease>? Node { get; set; }

    internal long Bytes { get; set; }

    /// <summary>Reserves memory.</summary>
    public bool TryReserve(int bytes) => _bodies.TryReserve(this, bytes);

    /// <summary>Marks the body as received: it can no longer be discarded.</summary>
    public void Arrived() => _bodies.Arrived(this);

    /// <inheritdoc/>
    public void Dispose()
    {
        _bodies.End(this);
        _stop.Dispose();
    }

    // Asynchronous, because this thread holds the lock and the reader of the body would continue on it.
    internal void Discard()
    {
        IsDiscarded = true;
        _ = _stop.CancelAsync();
    }
}
