#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>The request that made it happen.</summary>
/// <param name="Id">Its id: a UUID of our own making.</param>
/// <param name="Address">The peer: address and port.</param>
/// <param name="Host">The header <c>Host</c>.</param>
/// <param name="Method">The method.</param>
/// <param name="UserAgent">The header <c>User-Agent</c>.</param>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
internal sealed record EventRequest(string Id, string Address, string Host, string Method, string UserAgent, string Scheme);
#endif
