#if EXT_EVENTS
namespace Zot.Extensions.Events.Journal;

/// <summary>A tag that is about to change.</summary>
/// <param name="Name">The tag.</param>
/// <param name="Before">Its current digest; <see langword="null"/> if the tag is new.</param>
internal sealed record IntendedTag(string Name, string? Before);
#endif
