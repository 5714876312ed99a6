#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>An image that is not as it should be.</summary>
/// <param name="Reference">Its tag, or its digest where it has none.</param>
/// <param name="AffectedBlob">The first blob that is damaged or absent.</param>
/// <param name="Error">What is wrong, in zot's words.</param>
internal sealed record EventDamage(string Reference, string? AffectedBlob, string? Error);
#endif
