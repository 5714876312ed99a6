namespace Zot.Http;

/// <summary>The memory of one body of a manifest, from its first byte to its end.</summary>
internal sealed class ManifestLease : IDisposable
{
    private readonly ManifestBodies _bodies;
    private readonly CancellationTokenSource _stop;

    internal ManifestLease(ManifestBodies bodies, TimeSpan limit, TimeProvider time)
    {
        _bodies = bodies;
        _stop = new CancellationTokenSource(limit, time);
    }

    /// <summary>Gets the token that is canceled when the body takes too long, or is discarded for others.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Indicates whether the body was discarded for others, and did not only take too long.</summary>
    public bool IsDiscarded { get; private set; }

    internal LinkedListNode<ManifestLease>? Node { get; set; }

    internal long Bytes { get; set; }

    /// <summary>Reserves memory.</summary>
    public bool TryReserve(int bytes) => _bodies.TryReserve(this, bytes);

    /// <summary>Ends the arrival: from now on the body is not discarded.</summary>
    public void Arrived() => _bodies.Arrived(this);

    /// <inheritdoc/>
    public void Dispose()
    {
        _bodies.End(this);
        _stop.Dispose();
    }

    // Not on this thread, which holds the lock: the reader of the body would continue on it.
    internal void Discard()
    {
        IsDiscarded = true;
        _ = _stop.CancelAsync();
    }
}
