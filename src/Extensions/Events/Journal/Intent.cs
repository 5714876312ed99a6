#if EXT_EVENTS
using Zot.Extensions.Events.Model;

namespace Zot.Extensions.Events.Journal;

/// <summary>
/// A change that is about to be made, written to the journal beforehand so that it can be resolved after a crash.
/// </summary>
/// <param name="Event">The event of the change; a push has one for each tag.</param>
/// <param name="Tags">The tags that a push sets, or that are deleted with a manifest.</param>
/// <param name="IsNewRepository">True if the change creates the repository.</param>
internal sealed record Intent(RegistryEvent Event, IReadOnlyList<IntendedTag> Tags, bool IsNewRepository);
#endif
