#if EXT_EVENTS
namespace Zot.Extensions.Events.Delivery;

/// <summary>Configures the retries of deliveries.</summary>
/// <param name="Threshold">The number of consecutive failures, across all events, that opens
/// the circuit breaker.</param>
/// <param name="Backoff">The delay before each attempt while the circuit is open.</param>
internal sealed record RetryPolicy(int Threshold, TimeSpan Backoff)
{
    /// <summary>The upper limit of the first delay, which is random; it doubles with each attempt.</summary>
    public TimeSpan Floor { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The maximum delay.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The number of attempts, whatever the failures, after which an event becomes a dead letter; 0 for no limit.
    /// </summary>
    public int MaxAttempts { get; init; }

    /// <summary>
    /// The time since the first attempt after which an event becomes a dead letter; zero for no limit.
    /// </summary>
    public TimeSpan MaxAge { get; init; }

    /// <summary>The number of attempts after which an event that the receiver rejects becomes a dead letter.</summary>
    public int MaxRejections { get; init; } = 5;

    /// <summary>
    /// The number of attempts after which an event that the registry itself fails to send becomes a dead letter.
    /// </summary>
    public const int MaxFailures = 5;

    /// <summary>Indicates whether delays are random (full jitter).</summary>
    public bool Jitter { get; init; } = true;

    /// <summary>The maximum number of concurrent attempts.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>
    /// Creates the policy of the distribution registry: immediate retries up to the threshold, then one per backoff,
    /// forever, and one attempt at a time.
    /// </summary>
    public static RetryPolicy Upstream(int threshold, TimeSpan backoff) => new(threshold, backoff)
    {
        Floor = TimeSpan.Zero,
        MaxRejections = int.MaxValue,
        Concurrency = 1,
    };

    /// <summary>Indicates whether retries are exhausted.</summary>
    public bool IsOver(DeliveryOutcome outcome, int attempts, TimeSpan age) =>
        (outcome == DeliveryOutcome.Rejected && attempts >= MaxRejections)
        || (outcome == DeliveryOutcome.Failed && attempts >= MaxFailures)
        || (MaxAttempts > 0 && attempts >= MaxAttempts)
        || (MaxAge > TimeSpan.Zero && age >= MaxAge);

    /// <summary>Returns the delay after an attempt: exponential, with full jitter unless that is disabled.</summary>
    /// <param name="attempts">The number of attempts so far.</param>
    /// <param name="random">A random number from 0 to 1.</param>
    /// <param name="retryAfter">The delay that the receiver requested; limited to <see cref="MaxBackoff"/>.</param>
    public TimeSpan PauseAfter(int attempts, double random, TimeSpan? retryAfter)
    {
        if (retryAfter is { } wish)
        {
            return wish < MaxBackoff ? wish : MaxBackoff;
        }

        var ceiling = Math.Min(MaxBackoff.Ticks, Floor.Ticks * Math.Pow(2, Math.Min(attempts - 1, 40)));
        return TimeSpan.FromTicks((long)(Jitter ? ceiling * random : ceiling));
    }
}
#endif
