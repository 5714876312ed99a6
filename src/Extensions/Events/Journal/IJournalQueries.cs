#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>What administrators and readers ask of the journal, and what is done on their behalf.</summary>
internal interface IJournalQueries
{
    /// <summary>Indicates whether anything can be written; if not, each attempt fails until the next start.</summary>
    bool IsWritable => true;

    /// <summary>The number of the last event; 0 when there is none.</summary>
    long Last { get; }

    /// <summary>Events in order, whoever has them.</summary>
    IReadOnlyList<JournalEntry> ReadAll(long after, int limit);

    /// <summary>How many events wait for a sink, and since when the oldest does.</summary>
    (long Waiting, DateTimeOffset? Oldest) WaitingFor(string sink);

    /// <summary>How large the journal is, in bytes, without what is free in it.</summary>
    long Size { get; }

    /// <summary>How many bytes of events wait for a sink.</summary>
    long BytesWaitingFor(string sink);

    /// <summary>Its size on disk.</summary>
    long Bytes { get; }

    /// <summary>The content of a manifest that lies beside its events.</summary>
    /// <exception cref="InvalidDataException">It is missing, or damaged.</exception>
    string ReadManifest(long id);

    /// <summary>The number of damaged records that were moved aside.</summary>
    long CountQuarantined();

    /// <summary>Removes damaged records that were moved aside before this, and the oldest beyond the bound of their number and bytes.</summary>
    /// <returns>How many.</returns>
    ValueTask<long> TrimQuarantineAsync(DateTimeOffset before);

    /// <summary>How many dead letters a sink has.</summary>
    long CountDead(string sink);

    /// <summary>The dead letters, the oldest first.</summary>
    /// <param name="sink">Of one sink; <see langword="null"/> for all.</param>
    /// <param name="id">Of one event; <see langword="null"/> for all.</param>
    /// <param name="limit">How many at most.</param>
    IReadOnlyList<DeadLetter> ReadDead(string? sink, string? id, int limit);

    /// <summary>Forgets dead letters.</summary>
    /// <returns>How many.</returns>
    ValueTask<long> PurgeDeadAsync(string? sink, string? id);

    /// <summary>Forgets dead letters that were given up before this.</summary>
    /// <returns>How many.</returns>
    ValueTask<long> TrimDeadAsync(string sink, DateTimeOffset before);

    /// <summary>Has events delivered to a sink once more; dead letters among them are dead no longer.</summary>
    /// <returns>How many.</returns>
    ValueTask<long> RequeueAsync(string sink, ReplaySelection selection);

    /// <summary>Events that are to be delivered once more, in order.</summary>
    IReadOnlyList<JournalEntry> ReadRequeued(string sink, int limit);

    /// <summary>Writes down that an event was delivered once more, or given up again.</summary>
    ValueTask FinishRequeuedAsync(string sink, long sequence, DeadLetter? dead);

    /// <summary>Removes events that every sink is done with and that are older than this; some at a time.</summary>
    /// <returns>How many; fewer than <paramref name="limit"/> when none is left.</returns>
    ValueTask<long> TrimAsync(DateTimeOffset before, int limit);
}
#endif
