#if EXT_EVENTS
namespace Zot.Extensions.Events.Model;

/// <summary>An image that a scrub found damaged.</summary>
/// <param name="Reference">The tag of the image, or its digest if it has none.</param>
/// <param name="AffectedBlob">The first blob that is damaged or missing.</param>
/// <param name="Error">The error, in zot's wording.</param>
internal sealed record EventDamage(string Reference, string? AffectedBlob, string? Error);
#endif
