#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>An event that a sink would not take.</summary>
/// <param name="Sink">The sink.</param>
/// <param name="Entry">The event.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Since">When it was tried first.</param>
/// <param name="Until">When it was given up.</param>
/// <param name="Reason">What the sink said last, at most 1 KiB.</param>
internal sealed record DeadLetter(
    string Sink, JournalEntry Entry, int Attempts, DateTimeOffset Since, DateTimeOffset Until, string Reason);
#endif
