#if EXT_EVENTS
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Journal;
using Zot.Hosting.Status;

namespace Zot.Extensions.Events.Admin;

/// <summary>Reports the status of the journal and of every sink.</summary>
/// <param name="sinks">The sinks that are running.</param>
/// <param name="journal">The journal.</param>
/// <param name="queries">The queries of the same journal.</param>
internal sealed class EventsStatus(
    Func<IReadOnlyList<SinkHandle>> sinks, IEventJournal journal, IJournalQueries queries) : IStatusSource
{
    /// <inheritdoc/>
    public IReadOnlyList<StatusItem> Read() =>
    [
        new StatusItem("event journal", "journal", journal.IsWritable ? "running" : "not writable")
        {
            Counts = [new("bytes", queries.Bytes), new("quarantined", queries.CountQuarantined())],
        },
        .. sinks().Select(Of),
    ];

    private StatusItem Of(SinkHandle sink) => new("event sink", sink.Name, SinkJson.StateOf(sink))
    {
        Counts =
        [
            new("pending", queries.WaitingFor(sink.Name).Waiting),
            new("deadLetters", queries.CountDead(sink.Name)),
        ],
        LastFailure = sink.Failure.Reason,
        LastFailed = sink.Failure.Time,
    };
}
#endif
