#if EXT_EVENTS
namespace Zot.Extensions.Events.Listening;

/// <summary>Describes the events that at least one sink wants, so that no others are recorded.</summary>
/// <param name="Blobs">True if blob events are recorded, in addition to those of manifests and repositories.</param>
/// <param name="Pulls">True if pulls are recorded.</param>
/// <param name="HeadsArePulls">True if a HEAD request counts as a pull, as in the distribution registry.</param>
/// <param name="References">True if pull events include the manifest, for the references in it.</param>
internal sealed record EventInterest(bool Blobs, bool Pulls, bool HeadsArePulls, bool References);
#endif
