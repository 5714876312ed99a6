using System.Net;
using System.Net.Sockets;
using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>The HTTP settings: the section <c>http</c>.</summary>
public sealed record HttpOptions : ISection<HttpOptions>
{
    private const string DockerManifests = "docker2s2";

    /// <summary>The address to listen on; empty for all addresses. Default: 127.0.0.1.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The port to listen on; 0 for a port chosen by the kernel. Default: 8080.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>The external URL of the registry, for links in responses to browsers. Default: none.</summary>
    public string? ExternalUrl { get; init; }

    /// <summary>The realm of Basic authentication. Default: "Authorization Required".</summary>
    public string? Realm { get; init; }

    /// <summary>The value of <c>Access-Control-Allow-Origin</c>. Default: <c>*</c>.</summary>
    public string? AllowOrigin { get; init; }

    /// <summary>
    /// The proxies whose <c>X-Forwarded-For</c> is trusted: addresses, or networks such as <c>10.0.0.0/8</c>. Default:
    /// none.
    /// </summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>
    /// The minimum rate of a request or response body, in bytes per second, once its first <see cref="ReadTimeout"/> or
    /// <see cref="WriteTimeout"/> has passed; 0 for no minimum. Default: 240.
    /// </summary>
    public int MinRate { get; init; } = 240;

    /// <summary>
    /// The maximum time to receive the head of a request, and the maximum pause within its body; zero or less for no
    /// limit. Default: 60 seconds.
    /// </summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The maximum pause of a client while it receives a response; zero or less for no limit. Default: 60 seconds.
    /// </summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The certificate and its key; without both, plain HTTP. Default: none.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>The authentication settings.</summary>
    public AuthOptions Auth { get; init; } = new();

    /// <summary>The authorization settings. Default: no restrictions beyond authentication.</summary>
    public AccessControlOptions? AccessControl { get; init; }

    /// <summary>The rate limits of clients. Default: no limit.</summary>
    public RateLimitOptions? RateLimit { get; init; }

    /// <summary>The additional formats to accept: only <c>docker2s2</c>, Docker's schema 2. Default: none.</summary>
    public IReadOnlyList<string> Compat { get; init; } = [];

    /// <summary>Indicates whether Docker manifests and manifest lists of schema 2 are accepted.</summary>
    public bool AcceptsDockerManifests => Compat.Contains(DockerManifests, StringComparer.Ordinal);

    /// <summary>Indicates whether TLS is enabled.</summary>
    public bool HasTls => Tls is { Cert.Length: > 0, Key.Length: > 0 };

    /// <summary>Indicates whether clients are authenticated by their certificate.</summary>
    public bool HasClientCertificates => HasTls && Tls is { CaCert.Length: > 0 };

    /// <summary>Parses an entry of <see cref="TrustedProxies"/>; an address is a network with one member.</summary>
    public static bool TryParseProxy(string text, out IPNetwork network)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            network = new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
            return true;
        }

        return IPNetwork.TryParse(text, out network);
    }

    static HttpOptions ISection<HttpOptions>.Read(Section section)
    {
        var defaults = new HttpOptions();
        return new HttpOptions
        {
            Address = section.Text(defaults.Address),
            Port = section.Port(defaults.Port),
            ExternalUrl = section.Text(defaults.ExternalUrl),
            Realm = section.Text(defaults.Realm),
            AllowOrigin = section.Text(defaults.AllowOrigin),
            TrustedProxies = section.Texts(defaults.TrustedProxies),
            MinRate = section.Number(defaults.MinRate),
            ReadTimeout = section.Duration(defaults.ReadTimeout),
            WriteTimeout = section.Duration(defaults.WriteTimeout),
            Tls = section.Group(defaults.Tls),
            Auth = section.Group(defaults.Auth),
            AccessControl = section.Group(defaults.AccessControl),
            RateLimit = section.Group(defaults.RateLimit, "ratelimit"),
            Compat = section.Texts(defaults.Compat),
        };
    }

    void ISection<HttpOptions>.Check(SectionRules rules)
    {
        if (Compat.Except([DockerManifests]).FirstOrDefault() is { } unknown)
        {
            rules.Warn(nameof(Compat), $"names '{unknown}', which is not supported; only {DockerManifests} is");
        }

        rules.CheckEach(
            TrustedProxies,
            static proxy => TryParseProxy(proxy, out _),
            "must be an address or a network such as 10.0.0.0/8");
        rules.Check(MinRate >= 0, MinRate, "must not be negative");
        if (Tls is { CaCert.Length: > 0 } && !HasTls)
        {
            rules.Warn($"{nameof(Tls)}.cacert", "has no effect without cert and key");
        }

        if (Auth.Mtls is not null && !HasClientCertificates)
        {
            rules.Fault(
                $"{nameof(Auth)}.mtls", "is set, but needs cert, key and cacert in http.tls",
                "mTLS configuration requires TLS to be enabled with CA certificate");
        }

        AccessControlRules.Check(this, rules);
    }
}
