#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>How often, and after which pauses, a delivery is tried again.</summary>
/// <param name="Threshold">How many failures in a row, of whatever events, make the sink rest.</param>
/// <param name="Backoff">How long it rests then, before one attempt.</param>
internal sealed record RetryPolicy(int Threshold, TimeSpan Backoff)
{
    /// <summary>The first pause is random between 0 and this; each further one up to twice as long.</summary>
    public TimeSpan Floor { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>After how many attempts an event is given up that the receiver could not take; 0 for never.</summary>
    public int MaxAttempts { get; init; }

    /// <summary>After what time such an event is given up; zero for never.</summary>
    public TimeSpan MaxAge { get; init; }

    /// <summary>After how many attempts an event is given up that the receiver does not want.</summary>
    public int MaxRejections { get; init; } = 5;

    /// <summary>The number of attempts after which an event becomes a dead letter that the registry itself failed to send.</summary>
    public const int MaxFailures = 5;

    /// <summary>Whether a pause is random, up to what it would be.</summary>
    public bool Jitter { get; init; } = true;

    /// <summary>How many attempts may be under way at a time.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>What the distribution registry does: at once until the threshold, then once per backoff, for ever, one at a time.</summary>
    public static RetryPolicy Upstream(int threshold, TimeSpan backoff) => new(threshold, backoff)
    {
        Floor = TimeSpan.Zero,
        MaxRejections = int.MaxValue,
        Concurrency = 1,
    };

    /// <summary>Whether an event is to be given up.</summary>
    public bool IsOver(DeliveryOutcome outcome, int attempts, TimeSpan age) =>
        (outcome == DeliveryOutcome.Rejected && attempts >= MaxRejections)
        || (outcome == DeliveryOutcome.Failed && attempts >= MaxFailures)
        || (MaxAttempts > 0 && attempts >= MaxAttempts)
        || (MaxAge > TimeSpan.Zero && age >= MaxAge);

    /// <summary>The pause after an attempt: exponential, with full jitter unless that is off.</summary>
    /// <param name="attempts">How many attempts there were.</param>
    /// <param name="random">From 0 to 1.</param>
    /// <param name="retryAfter">What the receiver asked for; taken up to <see cref="MaxBackoff"/>.</param>
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
