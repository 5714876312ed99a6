#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>An event in the journal.</summary>
/// <param name="Sequence">Its number in the journal; grows, may have gaps.</param>
/// <param name="Turn">Its number among the events of its repository: 1, 2, 3 … without gaps.</param>
/// <param name="Event">The event; a manifest that lies beside it is missing, see <see cref="ManifestId"/>.</param>
internal sealed record JournalEntry(long Sequence, long Turn, RegistryEvent Event)
{
    /// <summary>The length of the event and its manifest in the journal, in bytes.</summary>
    public int Length { get; init; }

    /// <summary>The number of a manifest that lies beside the event; <see langword="null"/> where there is none.</summary>
    public long? ManifestId { get; init; }

    /// <summary>The length of that manifest, in bytes.</summary>
    public int ManifestLength { get; init; }

    /// <summary>How many events before it, of those that go one after the other, the sink was never told of.</summary>
    public int Missed { get; init; }

    /// <summary>Whether it was delivered before, and an administrator wants it delivered once more.</summary>
    public bool IsReplay { get; init; }
}
#endif
