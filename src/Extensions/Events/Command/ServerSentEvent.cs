#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>A message of a stream of Server-Sent Events.</summary>
/// <param name="Id">The id from which to go on; <see langword="null"/> when it gives none.</param>
/// <param name="Data">The data; empty when it only gives an id.</param>
internal sealed record ServerSentEvent(string? Id, string Data);
#endif
