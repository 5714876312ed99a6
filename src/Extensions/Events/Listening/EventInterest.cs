#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>What some sink wants to know: nobody pays for events that nobody gets.</summary>
/// <param name="Blobs">Whether blobs count, and not only manifests and repositories.</param>
/// <param name="Pulls">Whether pulls count.</param>
/// <param name="HeadsArePulls">Whether a look counts as a pull, as it does in the distribution registry.</param>
/// <param name="References">Whether an event of a pull has to have the manifest, for what it points to.</param>
internal sealed record EventInterest(bool Blobs, bool Pulls, bool HeadsArePulls, bool References);
#endif
