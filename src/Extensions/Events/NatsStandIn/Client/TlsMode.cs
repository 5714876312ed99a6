#if EXT_EVENTS
namespace NATS.Client.Core;

/// <summary>When a connection is encrypted.</summary>
internal enum TlsMode
{
    /// <summary>
    /// Where the server can, after its greeting; it must where the address is <c>tls://</c> or something of TLS is configured.
    /// </summary>
    Auto,

    /// <summary>Before anything is said: the server, or a proxy before it, expects that.</summary>
    Implicit,
}
#endif
