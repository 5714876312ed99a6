#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>Takes events. Sinks are wrapped in one another: a filter around a retrier around what sends.</summary>
internal interface IEventSink
{
    /// <summary>Hands over events: all of them, or none.</summary>
    /// <param name="events">The events, in order; not touched again by whoever hands them over.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>When they are committed: nobody sends them again.</returns>
    /// <exception cref="DeliveryException">They are not, and may be sent again.</exception>
    /// <exception cref="SinkClosedException">It is closed, for good: to try again is useless.</exception>
    ValueTask WriteAsync(IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken);

    /// <summary>Ends it, once what has begun is done. To close it again does nothing.</summary>
    ValueTask CloseAsync(CancellationToken cancellationToken);
}
#endif
