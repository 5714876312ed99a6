#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>What a failed attempt means for the next one.</summary>
internal enum DeliveryOutcome
{
    /// <summary>The receiver cannot be reached, or is not able to: it may be later. No answer, and by default 408, 425, 429, 5xx.</summary>
    Unavailable,

    /// <summary>The receiver does not want this event: a few more tries, then it is given up. Other answers.</summary>
    Rejected,

    /// <summary>The receiver does not want any event, ever. 410.</summary>
    Gone,

    /// <summary>The registry failed to send this event, whatever the receiver: a few retries, then a dead letter, under every policy.</summary>
    Failed,
}
#endif
