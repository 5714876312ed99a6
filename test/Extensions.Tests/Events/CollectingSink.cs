#if EXT_EVENTS
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Journal;

namespace Zot.Extensions.Tests.Events;

/// <summary>Collects the events it accepts; a test decides which events it rejects.</summary>
internal sealed class CollectingSink(Func<JournalEntry, Exception?>? refuse = null) : IEventSink
{
    private readonly List<JournalEntry> _taken = [];

    public IReadOnlyList<JournalEntry> Taken
    {
        get
        {
            lock (_taken)
            {
                return [.. _taken];
            }
        }
    }

    public bool IsClosed { get; private set; }

    public async ValueTask WriteAsync(IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var entry in events)
        {
            if (refuse?.Invoke(entry) is { } refusal)
            {
                throw refusal;
            }

            lock (_taken)
            {
                _taken.Add(entry);
            }
        }
    }

    public ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        IsClosed = true;
        return ValueTask.CompletedTask;
    }
}
#endif
