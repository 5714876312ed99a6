#if EXT_EVENTS
namespace Zot.Extensions.Tests.Events;

/// <summary>A request as the receiver got it.</summary>
internal sealed record HookRequest(string Method, string Path, string? Authorization, string? Key, string Body);
#endif
