#if EXT_EVENTS
namespace Zot.Extensions.Events.Model;

/// <summary>The content that an event refers to.</summary>
/// <param name="MediaType">The media type; empty if it is unknown.</param>
/// <param name="Digest">The digest.</param>
/// <param name="Size">The size in bytes; 0 if it is unknown.</param>
internal sealed record EventDescriptor(string MediaType, string Digest, long Size);
#endif
