namespace Zot.Configuration;

/// <summary>How clients get in: the section <c>http</c>.</summary>
public sealed record HttpOptions
{
    /// <summary>The address to listen on; empty for all. Default: 127.0.0.1.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The port to listen on; 0 lets the kernel choose. Default: 8080.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Where clients see this registry, for links in answers to browsers. Default: none.</summary>
    public string? ExternalUrl { get; init; }

    /// <summary>The realm of Basic authentication. Default: clients see "Authorization Required".</summary>
    public string? Realm { get; init; }

    /// <summary>What is sent as <c>Access-Control-Allow-Origin</c>. Default: <c>*</c>.</summary>
    public string? AllowOrigin { get; init; }

    /// <summary>How long a request may take to arrive, body included; zero or less for no limit. Default: 60 seconds.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an answer may take to be sent; zero or less for no limit. Default: 60 seconds.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Certificate and key; without both, plain HTTP. Default: none.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>Who may be who.</summary>
    public AuthOptions Auth { get; init; } = new();

    /// <summary>How many requests a client may send. Default: any number.</summary>
    public RateLimitOptions? RateLimit { get; init; }

    /// <summary>Other formats to take: only <c>docker2s2</c>, Docker's schema 2. Default: none.</summary>
    public IReadOnlyList<string> Compat { get; init; } = [];

    /// <summary>Whether Docker's schema 2 manifests and lists are taken.</summary>
    public bool AcceptsDockerManifests => Compat.Contains("docker2s2", StringComparer.Ordinal);
}
