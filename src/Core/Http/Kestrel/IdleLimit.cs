using Microsoft.AspNetCore.Http;

namespace Zot.Http.Kestrel;

/// <summary>Aborts the connection of a request whose body is idle for longer than the configured timeout.</summary>
/// <remarks>
/// A body that makes progress is never aborted, however long it takes; <see cref="KestrelTuning"/> sets the minimum
/// data rate.
/// </remarks>
internal sealed class IdleLimit : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly ITimer _timer;
    private HttpContext? _context;
    private volatile bool _isWaiting;
    private long _moved;

    private IdleLimit(HttpContext context, TimeSpan limit, TimeProvider time)
    {
        (_context, _limit, _time) = (context, limit, time);
        _moved = time.GetTimestamp();
        _timer = time.CreateTimer(static state => ((IdleLimit)state!).Check(), this, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Starts the idle timer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limit">The maximum idle time of the body; zero or less for no limit.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The timer, which stops when disposed; <see langword="null"/> without a limit.</returns>
    public static IdleLimit? Start(HttpContext context, TimeSpan limit, TimeProvider time) =>
        limit > TimeSpan.Zero ? new IdleLimit(context, limit, time) : null;

    /// <summary>Returns the body of the request as a stream that resets the idle timer with every read.</summary>
    public static Stream Watch(Stream body, IdleLimit? limit) => limit is null ? body : new WatchedBody(body, limit);

    /// <summary>Starts the clock: the server waits for the client.</summary>
    public void StartWaiting()
    {
        Volatile.Write(ref _moved, _time.GetTimestamp());
        _isWaiting = true;
    }

    /// <summary>Stops the clock: the server has data to process, for however long the storage takes.</summary>
    public void StopWaiting() => _isWaiting = false;

    /// <inheritdoc/>
    public void Dispose()
    {
        // Under the lock: the next request on this connection has the same context and must not be aborted.
        lock (_gate)
        {
            _context = null;
        }

        _timer.Dispose();
    }

    private void Check()
    {
        lock (_gate)
        {
            if (_context is null)
            {
                return;
            }

            var left = _isWaiting ? _limit - _time.GetElapsedTime(Volatile.Read(ref _moved)) : _limit;
            if (left > TimeSpan.Zero)
            {
                _timer.Change(left, Timeout.InfiniteTimeSpan);
            }
            else
            {
                _context.Abort();
            }
        }
    }
}
