#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>An event in the journal.</summary>
/// <param name="Sequence">Its place in the journal; grows, may have gaps.</param>
/// <param name="Turn">Its place among the events of its repository: 1, 2, 3 … without gaps.</param>
/// <param name="Event">The event.</param>
internal sealed record JournalEntry(long Sequence, long Turn, RegistryEvent Event)
{
    /// <summary>How long it is in the journal, in bytes.</summary>
    public int Length { get; init; }

    /// <summary>How many events before it, of those that go one after the other, the sink was never told of.</summary>
    public int Missed { get; init; }

    /// <summary>Whether it was delivered before, and an administrator wants it delivered once more.</summary>
    public bool IsReplay { get; init; }
}
#endif
