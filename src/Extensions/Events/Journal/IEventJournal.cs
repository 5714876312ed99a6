#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>
/// Where events lie until every sink has them. What has been awaited survives the end of the process, and, where the
/// registry commits its content, of the machine.
/// </summary>
/// <remarks>Sinks are known by name: a sink that comes back under its name goes on where it was.</remarks>
internal interface IEventJournal : IAsyncDisposable
{
    /// <summary>Indicates whether anything can be written; if not, each attempt fails until the next start.</summary>
    bool IsWritable => true;

    /// <summary>The changes that were begun, and of which nobody knows how they ended.</summary>
    IReadOnlyList<KeyValuePair<long, Intent>> OpenIntents { get; }

    /// <summary>Writes down that a change is about to be made.</summary>
    /// <returns>The number by which it is ended.</returns>
    ValueTask<long> BeginAsync(Intent intent);

    /// <summary>Ends a change: with its events, or with none when it was not made.</summary>
    ValueTask EndAsync(long intent, IReadOnlyList<RegistryEvent> events);

    /// <summary>Writes down events that are no changes.</summary>
    ValueTask AppendAsync(IReadOnlyList<RegistryEvent> events);

    /// <summary>Makes a sink known; a new one begins after the last event there is.</summary>
    /// <returns>The last event that the sink, and every one before it, is done with.</returns>
    ValueTask<long> OpenSinkAsync(string sink);

    /// <summary>Forgets the sinks that are not among these: nothing waits for them any more.</summary>
    /// <returns>How many.</returns>
    ValueTask<long> ForgetSinksAsync(IReadOnlyCollection<string> known);

    /// <summary>Events that a sink is not done with, in order.</summary>
    /// <param name="sink">The sink.</param>
    /// <param name="after">The event after which to begin.</param>
    /// <param name="repository">The repository whose events they are; <see langword="null"/> for all.</param>
    /// <param name="limit">How many at most.</param>
    ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(string sink, long after, string? repository, int limit);

    /// <summary>Writes down that a sink is done with an event, one way or the other.</summary>
    /// <param name="sink">The sink.</param>
    /// <param name="sequence">The event.</param>
    /// <param name="position">The last event that the sink, and every one before it, is done with now.</param>
    /// <param name="dead">Why it was given up; <see langword="null"/> when it was delivered.</param>
    ValueTask FinishAsync(string sink, long sequence, long position, DeadLetter? dead);

    /// <summary>Has somebody told whenever something was written.</summary>
    /// <returns>Ends it.</returns>
    IDisposable Watch(Action written);
}
#endif
