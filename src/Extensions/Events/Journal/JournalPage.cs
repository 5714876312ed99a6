#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>Some records of the journal, bounded in number and in bytes.</summary>
/// <param name="Items">Those that are sound, in order.</param>
/// <param name="Damaged">Those that are not.</param>
internal sealed record JournalPage<T>(IReadOnlyList<T> Items, IReadOnlyList<DamagedRecord> Damaged);
#endif
