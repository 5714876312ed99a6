#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>What a search for damaged content has found in a repository.</summary>
/// <param name="Count">How many images were looked at.</param>
/// <param name="AffectedCount">How many of them are affected.</param>
/// <param name="Affected">What is wrong with them; the first ones where they are very many.</param>
internal sealed record EventScrub(int Count, int AffectedCount, IReadOnlyList<EventDamage> Affected);
#endif
