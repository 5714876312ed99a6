#if EXT_EVENTS
using Microsoft.Extensions.Logging;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Model;

namespace Zot.Extensions.Events.Delivery;

/// <summary>Keeps the pending events of one sink within its limits, according to its policy.</summary>
internal sealed partial class SinkLimit(
    QueuePolicy policy,
    SinkQueue queue,
    IEventJournal journal,
    IJournalQueries queries,
    TimeProvider time,
    ILogger<SinkLimit> logger)
{
    private const int Some = 256;

    private long _dropped;
    private long _lookedAt;

    /// <summary>The name of the sink.</summary>
    public string Name => queue.Name;

    /// <summary>Indicates whether a limit is reached.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Indicates whether changes are rejected while a limit is reached.</summary>
    public bool RejectsWrites => policy.OnFull == OnFull.RejectWrites;

    /// <summary>The number of events that were dropped since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Measures the pending events, and drops those that exceed the limits.</summary>
    /// <exception cref="JournalException">The journal cannot be written.</exception>
    public async ValueTask EnforceAsync()
    {
        var (events, bytes) = Measure();
        var wasFull = IsFull;
        IsFull = policy.IsFull(events, bytes);
        if (!IsFull)
        {
            return;
        }

        if (!wasFull)
        {
            LogFull(Name, events, policy.OnFull);
        }

        if (!RejectsWrites)
        {
            await DropAsync(events, bytes);
        }
    }

    private (long Events, long Bytes) Measure() =>
        (queries.WaitingFor(Name).Waiting, policy.MaxBytes > 0 ? queries.BytesWaitingFor(Name) : 0);

    private async ValueTask DropAsync(long events, long bytes)
    {
        var position = await journal.OpenSinkAsync(Name);
        var after = policy.OnFull == OnFull.ShedPulls ? Math.Max(position, _lookedAt) : position;
        while (policy.IsFull(events, bytes)
            && await journal.ReadAsync(Name, after, repository: null, Some) is { Count: > 0 } entries)
        {
            foreach (var entry in entries.TakeWhile(_ => policy.IsFull(events, bytes)))
            {
                after = entry.Sequence;
                if (CanDrop(entry))
                {
                    await journal.FinishAsync(Name, entry.Sequence, position, DeadLetterOf(entry));
                    Interlocked.Increment(ref _dropped);
                    (events, bytes) = (events - 1, bytes - entry.Length);
                }
            }
        }

        // Events that were skipped are not pulls, and need not be checked again.
        _lookedAt = after;
    }

    // Events in progress are never dropped.
    private bool CanDrop(JournalEntry entry) =>
        (policy.OnFull == OnFull.DropOldest || entry.Event.Kind is EventKind.ManifestPulled or EventKind.BlobPulled)
        && !queue.IsUnderWay(entry);

    private DeadLetter? DeadLetterOf(JournalEntry entry) => policy.OnFull == OnFull.DropOldest
        ? new DeadLetter(
            Name, entry, Attempts: 0, entry.Event.Time, time.GetUtcNow(), "the limit of pending events is exceeded")
        : null;

    [LoggerMessage(5019, LogLevel.Error, "limit of pending events reached: {Sink} {Events}, policy: {OnFull}")]
    private partial void LogFull(string sink, long events, OnFull onFull);
}
#endif
