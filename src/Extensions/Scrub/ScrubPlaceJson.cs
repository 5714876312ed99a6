#if EXT_SCRUB
namespace Zot.Extensions.Scrub;

/// <summary>What the file of a <see cref="ScrubPlace"/> holds.</summary>
/// <param name="After">The last repository that was looked at; none between two searches.</param>
/// <param name="Ended">When the last search ended; none when none has.</param>
internal sealed record ScrubPlaceJson(string? After, DateTimeOffset? Ended);
#endif
