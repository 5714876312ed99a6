#if EXT_EVENTS
namespace Zot.Extensions.Events.Delivery;

/// <summary>The consequence of a failed attempt for the next one.</summary>
internal enum DeliveryOutcome
{
    /// <summary>
    /// The receiver is unreachable or temporarily unavailable: no response, and by default
    /// 408, 425, 429 and 5xx. Retried.
    /// </summary>
    Unavailable,

    /// <summary>
    /// The receiver rejected this event: all other responses. Retried a few times; then the
    /// event becomes a dead letter.
    /// </summary>
    Rejected,

    /// <summary>The receiver rejects all events: 410. The sink is closed.</summary>
    Gone,

    /// <summary>
    /// The registry failed to send this event, regardless of the receiver: a few retries, then
    /// a dead letter, under every policy.
    /// </summary>
    Failed,
}
#endif
