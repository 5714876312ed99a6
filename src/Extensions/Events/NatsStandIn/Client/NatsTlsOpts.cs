#if EXT_EVENTS
using System.Net.Security;

namespace NATS.Client.Core;

/// <summary>How TLS is done.</summary>
internal sealed record NatsTlsOpts
{
    /// <summary>When.</summary>
    public TlsMode Mode { get; init; }

    /// <summary>Sets authorities, certificates and versions, each time a connection is made.</summary>
    public Func<SslClientAuthenticationOptions, ValueTask>? ConfigureClientAuthentication { get; init; }
}
#endif
