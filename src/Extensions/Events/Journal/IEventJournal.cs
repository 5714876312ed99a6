#if EXT_EVENTS
using Zot.Extensions.Events.Model;

namespace Zot.Extensions.Events.Journal;

/// <summary>
/// Stores events until every sink has processed them. An awaited write survives a crash of the process and, if the
/// registry commits its content, of the machine.
/// </summary>
/// <remarks>Sinks are identified by name: a sink that is reopened under its name resumes at its position.</remarks>
internal interface IEventJournal : IAsyncDisposable
{
    /// <summary>Indicates whether the journal can be written; if not, every write fails until the next start.</summary>
    bool IsWritable => true;

    /// <summary>The changes that were started, and whose outcome is unknown.</summary>
    IReadOnlyList<KeyValuePair<long, Intent>> OpenIntents { get; }

    /// <summary>Records that a change is about to be made.</summary>
    /// <returns>The number to pass to <see cref="EndAsync"/>.</returns>
    ValueTask<long> BeginAsync(Intent intent);

    /// <summary>Completes a change: with its events, or with none if it was not made.</summary>
    ValueTask EndAsync(long intent, IReadOnlyList<RegistryEvent> events);

    /// <summary>Appends events that do not belong to a change.</summary>
    ValueTask AppendAsync(IReadOnlyList<RegistryEvent> events);

    /// <summary>Registers a sink; a new one starts after the last event of the journal.</summary>
    /// <returns>The position of the sink: it has processed this event and all before it.</returns>
    ValueTask<long> OpenSinkAsync(string sink);

    /// <summary>Removes the sinks that are not in this list; no event is kept for them any longer.</summary>
    /// <returns>The number of removed sinks.</returns>
    ValueTask<long> ForgetSinksAsync(IReadOnlyCollection<string> known);

    /// <summary>Reads events that a sink has not processed yet, in order.</summary>
    /// <param name="sink">The sink.</param>
    /// <param name="after">The sequence number after which to start.</param>
    /// <param name="repository">The repository whose events are read; <see langword="null"/> for all.</param>
    /// <param name="limit">The maximum number of events.</param>
    ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(string sink, long after, string? repository, int limit);

    /// <summary>Records that a sink has processed an event: it was delivered, or became a dead letter.</summary>
    /// <param name="sink">The sink.</param>
    /// <param name="sequence">The sequence number of the event.</param>
    /// <param name="position">The new position of the sink: it has processed this event and all before it.</param>
    /// <param name="dead">The dead letter; <see langword="null"/> if the event was delivered.</param>
    ValueTask FinishAsync(string sink, long sequence, long position, DeadLetter? dead);

    /// <summary>Subscribes to writes.</summary>
    /// <returns>The subscription; disposing it unsubscribes.</returns>
    IDisposable Watch(Action written);
}
#endif
