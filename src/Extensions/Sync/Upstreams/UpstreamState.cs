#if EXT_SYNC
using Zot.Client.Distribution;

namespace Zot.Extensions.Sync.Upstreams;

/// <summary>The latest success and failure of an upstream registry, and what was copied from it.</summary>
/// <param name="time">The clock.</param>
internal sealed class UpstreamState(TimeProvider time)
{
    private readonly Lock _gate = new();
    private long _images;
    private long _failures;
    private long _hits;
    private long _misses;
    private int _running;
    private DateTimeOffset? _lastSuccess;
    private DateTimeOffset? _lastFailed;
    private string? _lastFailure;

    /// <summary>The number of images that were copied.</summary>
    public long Images => Interlocked.Read(ref _images);

    /// <summary>The number of operations that failed.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>The requests of all clients of the registry and its mirrors.</summary>
    public RemoteUsage Usage { get; } = new();

    /// <summary>The number of pulls that the local copy answered.</summary>
    public long Hits => Interlocked.Read(ref _hits);

    /// <summary>The number of pulls that needed content of the upstream registry.</summary>
    public long Misses => Interlocked.Read(ref _misses);

    /// <summary>The number of images that are being copied.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>The time of the last response; <see langword="null"/> if there has been none since the start.</summary>
    public DateTimeOffset? LastSuccess
    {
        get
        {
            lock (_gate)
            {
                return _lastSuccess;
            }
        }
    }

    /// <summary>The last failure and its time; <see langword="null"/> if there has been none since the start.</summary>
    public (string Reason, DateTimeOffset Time)? LastFailure
    {
        get
        {
            lock (_gate)
            {
                return _lastFailed is { } failed ? (_lastFailure!, failed) : null;
            }
        }
    }

    /// <summary>Records a response.</summary>
    public void Succeed()
    {
        lock (_gate)
        {
            _lastSuccess = time.GetUtcNow();
        }
    }

    /// <summary>Records a failure.</summary>
    public void Fail(string reason)
    {
        Interlocked.Increment(ref _failures);
        lock (_gate)
        {
            (_lastFailure, _lastFailed) = (reason, time.GetUtcNow());
        }
    }

    /// <summary>Counts a pull.</summary>
    public void Pull(bool isHit) => Interlocked.Increment(ref isHit ? ref _hits : ref _misses);

    /// <summary>Records that the copy of an image begins.</summary>
    public void Begin() => Interlocked.Increment(ref _running);

    /// <summary>Records that the copy of an image ended.</summary>
    public void End(bool isCopied)
    {
        Interlocked.Decrement(ref _running);
        Interlocked.Add(ref _images, isCopied ? 1 : 0);
    }
}
#endif
