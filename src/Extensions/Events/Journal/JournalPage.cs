#if EXT_EVENTS
namespace Zot.Extensions.Events.Journal;

/// <summary>A page of journal records, bounded in number and bytes.</summary>
/// <param name="Items">The valid records, in order.</param>
/// <param name="Damaged">The damaged records.</param>
internal sealed record JournalPage<T>(IReadOnlyList<T> Items, IReadOnlyList<DamagedRecord> Damaged);
#endif
