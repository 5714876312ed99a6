#if EXT_SYNC
namespace Zot.Extensions.Sync.Upstreams;

/// <summary>
/// Counts the downloads that clients wait for, so that background copies take neither their bandwidth nor all
/// connections.
/// </summary>
/// <param name="concurrent">The number of concurrent requests per host; one of them is left to clients.</param>
/// <param name="time">The clock.</param>
internal sealed class ForegroundWork(int concurrent, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    // The time that a client needs from one response to the next request, generously.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    // Clients that come without a pause must not stop all copies.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _background = new(Math.Max(1, concurrent - 1));
    private int _active;
    private long _last = time.GetTimestamp() - time.TimestampFrequency;

    /// <summary>Begins a download.</summary>
    public void Begin()
    {
        Interlocked.Increment(ref _active);
        Note();
    }

    /// <summary>Ends a download.</summary>
    public void End()
    {
        Note();
        Interlocked.Decrement(ref _active);
    }

    /// <summary>Records a request of a client, who probably sends another one soon.</summary>
    public void Note() => Volatile.Write(ref _last, time.GetTimestamp());

    /// <summary>Waits until no client has waited for a moment.</summary>
    public async Task WaitForQuietAsync(CancellationToken stop)
    {
        var start = time.GetTimestamp();
        while (!IsQuiet && time.GetElapsedTime(start) < MaxWait)
        {
            await Task.Delay(Poll, time, stop);
        }
    }

    /// <summary>Waits for the right to a download in the background.</summary>
    public Task EnterBackgroundAsync(CancellationToken stop) => _background.WaitAsync(stop);

    /// <summary>Ends a download in the background.</summary>
    public void LeaveBackground() => _background.Release();

    /// <inheritdoc/>
    public void Dispose() => _background.Dispose();

    private bool IsQuiet => Volatile.Read(ref _active) == 0 && time.GetElapsedTime(Volatile.Read(ref _last)) >= Pause;
}
#endif
