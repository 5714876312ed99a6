#if EXT_EVENTS
using Zot.Extensions.Events.Model;

namespace Zot.Extensions.Events.Journal;

/// <summary>An event in the journal.</summary>
/// <param name="Sequence">The sequence number in the journal; increasing, with possible gaps.</param>
/// <param name="Turn">The sequence number within the repository: 1, 2, 3 … without gaps.</param>
/// <param name="Event">The event, without a manifest that is stored separately: see <see cref="ManifestId"/>.</param>
internal sealed record JournalEntry(long Sequence, long Turn, RegistryEvent Event)
{
    /// <summary>The length of the event and its manifest in the journal, in bytes.</summary>
    public int Length { get; init; }

    /// <summary>The id of the manifest that is stored separately; <see langword="null"/> if there is none.</summary>
    public long? ManifestId { get; init; }

    /// <summary>The length of that manifest, in bytes.</summary>
    public int ManifestLength { get; init; }

    /// <summary>The number of undelivered events directly before this one in its ordered sequence.</summary>
    public int Missed { get; init; }

    /// <summary>Indicates whether this is a redelivery that an administrator requested.</summary>
    public bool IsReplay { get; init; }
}
#endif
