#if EXT_EVENTS
namespace Zot.Extensions.Events.Journal;

/// <summary>Provides the queries and maintenance operations of the journal, for administrators and readers.</summary>
internal interface IJournalQueries
{
    /// <summary>Indicates whether the journal can be written; if not, every write fails until the next start.</summary>
    bool IsWritable => true;

    /// <summary>The sequence number of the last event; 0 if there is none.</summary>
    long Last { get; }

    /// <summary>Reads events in order, regardless of the sinks.</summary>
    IReadOnlyList<JournalEntry> ReadAll(long after, int limit);

    /// <summary>Gets the number of events that are pending for a sink, and the time of the oldest of them.</summary>
    (long Waiting, DateTimeOffset? Oldest) WaitingFor(string sink);

    /// <summary>The size of the journal in bytes, without its free pages.</summary>
    long Size { get; }

    /// <summary>Gets the number of bytes of the events that are pending for a sink.</summary>
    long BytesWaitingFor(string sink);

    /// <summary>The size of the journal on disk, in bytes.</summary>
    long Bytes { get; }

    /// <summary>Reads the content of a manifest that is stored separately from its events.</summary>
    /// <exception cref="InvalidDataException">The manifest is missing or damaged.</exception>
    string ReadManifest(long id);

    /// <summary>Gets the number of damaged records in quarantine.</summary>
    long CountQuarantined();

    /// <summary>
    /// Removes damaged records that were quarantined before this time, and the oldest ones beyond the limits on their
    /// number and bytes.
    /// </summary>
    /// <returns>The number of removed records.</returns>
    ValueTask<long> TrimQuarantineAsync(DateTimeOffset before);

    /// <summary>Gets the number of dead letters of a sink.</summary>
    long CountDead(string sink);

    /// <summary>Reads dead letters, the oldest first.</summary>
    /// <param name="sink">The sink; <see langword="null"/> for all.</param>
    /// <param name="id">The event; <see langword="null"/> for all.</param>
    /// <param name="limit">The maximum number of dead letters.</param>
    IReadOnlyList<DeadLetter> ReadDead(string? sink, string? id, int limit);

    /// <summary>Removes dead letters.</summary>
    /// <returns>The number of removed dead letters.</returns>
    ValueTask<long> PurgeDeadAsync(string? sink, string? id);

    /// <summary>Removes dead letters of a sink that were created before this time.</summary>
    /// <returns>The number of removed dead letters.</returns>
    ValueTask<long> TrimDeadAsync(string sink, DateTimeOffset before);

    /// <summary>Queues events for redelivery to a sink, and removes them from its dead letters.</summary>
    /// <returns>The number of queued events.</returns>
    ValueTask<long> RequeueAsync(string sink, ReplaySelection selection);

    /// <summary>Reads events that are queued for redelivery, in order.</summary>
    IReadOnlyList<JournalEntry> ReadRequeued(string sink, int limit);

    /// <summary>Records that an event was redelivered, or became a dead letter again.</summary>
    ValueTask FinishRequeuedAsync(string sink, long sequence, DeadLetter? dead);

    /// <summary>
    /// Removes events before this time that every sink has processed; at most <paramref name="limit"/> of them.
    /// </summary>
    /// <returns>The number of removed events; fewer than <paramref name="limit"/> if none is left.</returns>
    ValueTask<long> TrimAsync(DateTimeOffset before, int limit);
}
#endif
