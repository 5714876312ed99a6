namespace Zot.Client.Distribution;

/// <summary>Spaces requests evenly in time. Thread-safe.</summary>
public sealed class RequestRate
{
    private readonly Lock _gate = new();
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private DateTimeOffset _next;

    /// <summary>Creates a limit.</summary>
    /// <param name="perSecond">The maximum number of requests per second.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public RequestRate(double perSecond, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);

        // A timer cannot wait for much longer.
        (_interval, _time) = (TimeSpan.FromSeconds(1 / Math.Max(perSecond, 1.0 / TimeSpan.SecondsPerDay)), time);
    }

    /// <summary>Waits until the next request may be sent.</summary>
    public async Task WaitAsync(CancellationToken stop)
    {
        var delay = Reserve();
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, _time, stop);
        }
    }

    private TimeSpan Reserve()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            var start = _next > now ? _next : now;
            _next = start + _interval;
            return start - now;
        }
    }
}
