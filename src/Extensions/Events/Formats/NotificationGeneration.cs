#if EXT_EVENTS
namespace Zot.Extensions.Events.Formats;

/// <summary>The versions of the distribution registry's envelope.</summary>
internal enum NotificationGeneration
{
    /// <summary>Releases 2.0 to 2.8: <c>…events.v1+json</c>.</summary>
    V1,

    /// <summary>
    /// Releases from 3.0 on: <c>…events.v2+json</c>, in which a descriptor always has all its members.
    /// </summary>
    V2,
}
#endif
