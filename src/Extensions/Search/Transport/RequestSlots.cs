#if EXT_SEARCH
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Zot.Extensions.Search.Transport;

/// <summary>
/// Limits the requests that are executed at the same time: each of them may take seconds of a processor, and hundreds
/// of megabytes.
/// </summary>
/// <remarks>
/// A caller has half of the slots, so that the requests of one caller do not delay those of all others.
/// </remarks>
/// <param name="running">The number of requests that are executed at the same time.</param>
internal sealed class RequestSlots(int running) : IDisposable
{
    private const int Queued = 64;
    private const int QueuedOfCaller = 16;

    private readonly ConcurrencyLimiter _all = New(running, Queued);
    private readonly Dictionary<string, CallerSlots> _callers = new(StringComparer.Ordinal);

    /// <summary>The number of callers with pending requests.</summary>
    public int Callers
    {
        get
        {
            lock (_callers)
            {
                return _callers.Count;
            }
        }
    }

    /// <summary>Creates the slots for a number of processors.</summary>
    public static RequestSlots For(int processors) => new(Math.Clamp(processors, 2, 8));

    /// <summary>Executes a request when there is a slot.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="executeAsync">Executes the request.</param>
    /// <param name="aborted">Canceled when the client no longer waits.</param>
    /// <exception cref="RejectedRequestException">Too many requests are queued.</exception>
    public async Task<T> RunAsync<T>(string caller, Func<Task<T>> executeAsync, CancellationToken aborted)
    {
        var own = Enter(caller);
        try
        {
            using var first = await own.Limiter.AcquireAsync(1, aborted);
            Require(first, StatusCodes.Status429TooManyRequests, "too many concurrent requests of this caller");
            using var second = await _all.AcquireAsync(1, aborted);
            Require(second, StatusCodes.Status503ServiceUnavailable, "too many concurrent requests");
            return await executeAsync();
        }
        finally
        {
            Leave(caller, own);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _all.Dispose();

    private static ConcurrencyLimiter New(int running, int queued) =>
        new(new ConcurrencyLimiterOptions
        {
            PermitLimit = running,
            QueueLimit = queued,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });

    private static void Require(RateLimitLease lease, int status, string message)
    {
        if (!lease.IsAcquired)
        {
            throw new RejectedRequestException(status, $"{message}: try again later");
        }
    }

    private CallerSlots Enter(string caller)
    {
        lock (_callers)
        {
            if (!_callers.TryGetValue(caller, out var own))
            {
                _callers[caller] = own = new CallerSlots(New(Math.Max(1, running / 2), QueuedOfCaller));
            }

            own.Requests++;
            return own;
        }
    }

    private void Leave(string caller, CallerSlots own)
    {
        lock (_callers)
        {
            if (--own.Requests > 0)
            {
                return;
            }

            _callers.Remove(caller);
        }

        own.Limiter.Dispose();
    }

    private sealed class CallerSlots(ConcurrencyLimiter limiter)
    {
        public ConcurrencyLimiter Limiter => limiter;

        public int Requests { get; set; }
    }
}
#endif
