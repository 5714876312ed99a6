#if EXT_EVENTS
namespace Zot.Extensions.Events.Journal;

/// <summary>An event that could not be delivered to a sink.</summary>
/// <param name="Sink">The name of the sink.</param>
/// <param name="Entry">The event.</param>
/// <param name="Attempts">The number of delivery attempts.</param>
/// <param name="Since">The time of the first attempt.</param>
/// <param name="Until">The time when it became a dead letter.</param>
/// <param name="Reason">The last error of the sink, at most 1 KiB.</param>
internal sealed record DeadLetter(
    string Sink, JournalEntry Entry, int Attempts, DateTimeOffset Since, DateTimeOffset Until, string Reason);
#endif
