#if EXT_SCRUB
namespace Zot.Extensions.Scrub;

/// <summary>The content of the file of a <see cref="ScrubCheckpoint"/>.</summary>
/// <param name="After">The last scrubbed repository; none between two scrubs.</param>
/// <param name="Ended">The end of the last scrub; none if none has completed.</param>
internal sealed record ScrubPlaceJson(string? After, DateTimeOffset? Ended);
#endif
