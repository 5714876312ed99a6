#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>Content that an event tells of.</summary>
/// <param name="MediaType">Its type; empty where it is not known.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="Size">Its size in bytes; 0 where it is not known.</param>
internal sealed record EventDescriptor(string MediaType, string Digest, long Size);
#endif
