#if EXT_EVENTS
namespace Zot.Extensions.Events.Model;

/// <summary>The result of a scrub of a repository.</summary>
/// <param name="Count">The number of images that were checked.</param>
/// <param name="AffectedCount">The number of affected images.</param>
/// <param name="Affected">The affected images; only the first ones if there are very many.</param>
internal sealed record EventScrub(int Count, int AffectedCount, IReadOnlyList<EventDamage> Affected);
#endif
