#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>A change that is about to be made: what lies in the journal before it, so that no crash can hide it.</summary>
/// <param name="Event">What will have happened, when it has; each tag of a push makes one of its own.</param>
/// <param name="Tags">The tags a push moves, or that go with a manifest.</param>
/// <param name="IsNewRepository">Whether the repository comes into being by it.</param>
internal sealed record Intent(RegistryEvent Event, IReadOnlyList<IntendedTag> Tags, bool IsNewRepository);
#endif
