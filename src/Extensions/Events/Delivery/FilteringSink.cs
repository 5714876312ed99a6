#if EXT_EVENTS
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Model;

namespace Zot.Extensions.Events.Delivery;

/// <summary>Passes on the events that a sink wants. An event that is filtered out counts as delivered.</summary>
internal sealed class FilteringSink(IEventSink inner, Func<RegistryEvent, bool> isWanted) : IEventSink
{
    public ValueTask WriteAsync(IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken)
    {
        var wanted = events.Where(entry => isWanted(entry.Event)).ToList();
        return wanted.Count == 0 ? ValueTask.CompletedTask : inner.WriteAsync(wanted, cancellationToken);
    }

    public ValueTask CloseAsync(CancellationToken cancellationToken) => inner.CloseAsync(cancellationToken);
}
#endif
