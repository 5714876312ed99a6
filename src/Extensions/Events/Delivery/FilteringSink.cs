#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>Lets through what a sink wants to know. An event that is kept back counts as delivered.</summary>
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
