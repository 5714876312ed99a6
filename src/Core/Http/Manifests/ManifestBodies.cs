namespace Zot.Http.Manifests;

/// <summary>Bounds the memory for manifest bodies across all requests.</summary>
/// <remarks>
/// A slowly sent body holds its memory for a long time. At the limit, the body that has been arriving the longest is
/// discarded; a body that arrives in one piece never is.
/// </remarks>
internal sealed class ManifestBodies(TimeProvider time)
{
    /// <summary>The memory limit: sixteen manifests of the maximum size.</summary>
    public const long MaxBytes = 64L * 1024 * 1024;

    /// <summary>
    /// The time in which a body must arrive: 4 MiB at 70 KB/s, and most manifests are a thousand times smaller.
    /// </summary>
    public static readonly TimeSpan ArrivalLimit = TimeSpan.FromSeconds(60);

    private readonly LinkedList<ManifestLease> _arriving = new();
    private readonly Lock _gate = new();
    private long _held;

    /// <summary>The number of bytes currently held.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <summary>Starts receiving a body.</summary>
    public ManifestLease Begin()
    {
        var lease = new ManifestLease(this, ArrivalLimit, time);
        lock (_gate)
        {
            lease.Node = _arriving.AddLast(lease);
        }

        return lease;
    }

    /// <summary>Reserves memory for a body, discarding older bodies if necessary.</summary>
    /// <returns>
    /// <see langword="false"/> if the limit is reached and there is no older body to discard.
    /// </returns>
    internal bool TryReserve(ManifestLease lease, int bytes)
    {
        lock (_gate)
        {
            while (_held + bytes > MaxBytes && _arriving.First is { } oldest && oldest.Value != lease)
            {
                Remove(oldest.Value);
                oldest.Value.Discard();
            }

            if (_held + bytes > MaxBytes)
            {
                return false;
            }

            _held += bytes;
            lease.Bytes += bytes;
            return true;
        }
    }

    /// <summary>Marks a body as received. It keeps its memory until it is stored.</summary>
    internal void Arrived(ManifestLease lease)
    {
        lock (_gate)
        {
            Forget(lease);
        }
    }

    internal void End(ManifestLease lease)
    {
        lock (_gate)
        {
            Remove(lease);
        }
    }

    private void Remove(ManifestLease lease)
    {
        Forget(lease);
        _held -= lease.Bytes;
        lease.Bytes = 0;
    }

    private void Forget(ManifestLease lease)
    {
        if (lease.Node is { } node)
        {
            _arriving.Remove(node);
            lease.Node = null;
        }
    }
}
