#if EXT_EVENTS
using Zot.Extensions.Events.Journal;

namespace Zot.Extensions.Events.Delivery;

/// <summary>
/// Represents a destination of events. Sinks are decorators: a filter around a retrier around a sender.
/// </summary>
internal interface IEventSink
{
    /// <summary>Delivers events: all of them, or none.</summary>
    /// <param name="events">The events, in order; the caller must not modify the list afterwards.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <returns>A task that completes when the events are committed and must not be sent again.</returns>
    /// <exception cref="DeliveryException">The events are not committed, and may be sent again.</exception>
    /// <exception cref="SinkClosedException">The sink is permanently closed: retries are useless.</exception>
    ValueTask WriteAsync(IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken);

    /// <summary>Closes the sink after the attempts in progress. Closing it again has no effect.</summary>
    ValueTask CloseAsync(CancellationToken cancellationToken);
}
#endif
