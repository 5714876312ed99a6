#if EXT_EVENTS
namespace Zot.Extensions.Events.Delivery;

/// <summary>The exception that is thrown when a delivery attempt fails.</summary>
/// <param name="outcome">The consequence for the next attempt.</param>
/// <param name="reason">The response of the receiver, or the error; contains no secrets.</param>
/// <param name="cause">The inner exception, if any.</param>
internal sealed class DeliveryException(DeliveryOutcome outcome, string reason, Exception? cause = null)
    : Exception(reason, cause)
{
    /// <summary>The consequence for the next attempt.</summary>
    public DeliveryOutcome Outcome { get; } = outcome;

    /// <summary>The delay that the receiver requested; <see langword="null"/> if it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
#endif
