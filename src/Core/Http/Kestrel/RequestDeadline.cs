using Microsoft.AspNetCore.Http;

namespace Zot.Http;

/// <summary>Cuts the connection of a request that takes longer than the configuration allows.</summary>
internal sealed class RequestDeadline : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private HttpContext? _context;

    private RequestDeadline(HttpContext context, TimeSpan limit, TimeProvider time)
    {
        _context = context;
        _timer = time.CreateTimer(
            static state => ((RequestDeadline)state!).Expire(), this, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Starts the clock.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limit">How long it may take; zero or less for no limit.</param>
    /// <param name="time">The clock.</param>
    /// <returns>What stops the clock when disposed; <see langword="null"/> without a limit.</returns>
    public static RequestDeadline? Start(HttpContext context, TimeSpan limit, TimeProvider time) =>
        limit > TimeSpan.Zero ? new RequestDeadline(context, limit, time) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        // Under the lock: the next request on this connection has the same context, and must not be cut instead.
        lock (_gate)
        {
            _context = null;
        }

        _timer.Dispose();
    }

    private void Expire()
    {
        lock (_gate)
        {
            _context?.Abort();
        }
    }
}
