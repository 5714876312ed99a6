namespace Zot.Client.Retries;

/// <summary>Configures the retries and the circuit breaker of an HTTP client.</summary>
public sealed record RetryOptions
{
    /// <summary>The maximum number of retries of a request; 0 to send each request once.</summary>
    public int MaxRetries { get; init; } = 5;

    /// <summary>The upper limit of the first delay; it doubles with each retry.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The maximum delay.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The maximum delay that a server may request with <c>Retry-After</c>. If it requests more, its response is
    /// returned at once: the caller can do other work meanwhile.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The number of consecutive failed attempts that opens the circuit.</summary>
    public int BreakerThreshold { get; init; } = 10;

    /// <summary>The time before each attempt while the circuit is open.</summary>
    public TimeSpan BreakerDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Returns the delay before a retry: exponential, of which the upper half is random.</summary>
    /// <param name="attempts">The number of attempts so far.</param>
    /// <param name="random">A random number from 0 to 1.</param>
    public TimeSpan DelayAfter(int attempts, double random)
    {
        var ceiling = Math.Min(MaxDelay.Ticks, Delay.Ticks * Math.Pow(2, Math.Min(attempts - 1, 40)));
        return TimeSpan.FromTicks((long)(ceiling * (1 + random) / 2));
    }
}
