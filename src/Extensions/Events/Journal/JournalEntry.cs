#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>An event in the journal.</summary>
/// <param name="Sequence">Its place in the journal; grows, may have gaps.</param>
/// <param name="Turn">Its place among the events of its repository: 1, 2, 3 … without gaps.</param>
/// <param name="Event">The event.</param>
internal sealed record JournalEntry(long Sequence, long Turn, RegistryEvent Event)
{
    /// <summary>Whether it was delivered before, and an administrator wants it delivered once more.</summary>
    public bool IsReplay { get; init; }
}
#endif
