using System.Net.Security;
using System.Runtime.Versioning;
using Zot.Configuration;

namespace Zot.Server.Tls;

/// <summary>The offered cipher suites: forward secrecy and authenticated encryption only.</summary>
[SupportedOSPlatform("linux")]
internal static class CipherSuites
{
    private static readonly TlsCipherSuite[] Approved =
    [
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    ];

    private static readonly TlsCipherSuite[] Others =
    [
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ];

    /// <summary>Returns the offered suites, those approved by FIPS 140 first.</summary>
    /// <param name="isFips">Indicates whether only approved suites are offered.</param>
    public static IEnumerable<TlsCipherSuite> Offered(bool isFips) => isFips ? Approved : [.. Approved, .. Others];

    public static CipherSuitesPolicy Policy { get; } = new(Offered(FipsMode.IsEnabled));
}
