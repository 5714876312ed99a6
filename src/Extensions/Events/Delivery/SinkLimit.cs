#if EXT_EVENTS
using Microsoft.Extensions.Logging;

namespace Zot.Extensions.Events;

/// <summary>Keeps what waits for one sink within its limits, as far as its policy gives way.</summary>
internal sealed partial class SinkLimit(
    QueuePolicy policy, SinkQueue queue, IEventJournal journal, IJournalQueries queries, TimeProvider time, ILogger<SinkLimit> logger)
{
    private const int Some = 256;

    private long _dropped;
    private long _lookedAt;

    /// <summary>The sink's name.</summary>
    public string Name => queue.Name;

    /// <summary>Whether as much waits as may.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Whether changes are refused while it is full.</summary>
    public bool RejectsWrites => policy.OnFull == OnFull.RejectWrites;

    /// <summary>How many events gave way since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Measures what waits, and lets give way what is too much.</summary>
    /// <exception cref="JournalException">The journal cannot be written.</exception>
    public async ValueTask RelieveAsync()
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
        while (policy.IsFull(events, bytes) && await journal.ReadAsync(Name, after, repository: null, Some) is { Count: > 0 } entries)
        {
            foreach (var entry in entries.TakeWhile(_ => policy.IsFull(events, bytes)))
            {
                after = entry.Sequence;
                if (GivesWay(entry))
                {
                    await journal.FinishAsync(Name, entry.Sequence, position, DeadLetterOf(entry));
                    Interlocked.Increment(ref _dropped);
                    (events, bytes) = (events - 1, bytes - entry.Length);
                }
            }
        }

        // What was not dropped now is no pull later, either.
        _lookedAt = after;
    }

    // What is under way is the sink's already.
    private bool GivesWay(JournalEntry entry) =>
        (policy.OnFull == OnFull.DropOldest || entry.Event.Kind is EventKind.ManifestPulled or EventKind.BlobPulled)
        && !queue.IsUnderWay(entry);

    private DeadLetter? DeadLetterOf(JournalEntry entry) => policy.OnFull == OnFull.DropOldest
        ? new DeadLetter(Name, entry, Attempts: 0, entry.Event.Time, time.GetUtcNow(), "more events wait than may")
        : null;

    [LoggerMessage(5019, LogLevel.Error, "as many events wait for a sink as may: {Sink} {Events}, what gives way: {OnFull}")]
    private partial void LogFull(string sink, long events, OnFull onFull);
}
#endif
