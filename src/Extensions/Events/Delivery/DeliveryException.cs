#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>An attempt to deliver has failed.</summary>
/// <param name="outcome">What that means for the next attempt.</param>
/// <param name="reason">What the receiver said, or what was in the way; no secret.</param>
/// <param name="cause">What was thrown, if anything was.</param>
internal sealed class DeliveryException(DeliveryOutcome outcome, string reason, Exception? cause = null) : Exception(reason, cause)
{
    /// <summary>What the failure means for the next attempt.</summary>
    public DeliveryOutcome Outcome { get; } = outcome;

    /// <summary>How long the receiver wants to be left alone; <see langword="null"/> when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
#endif
