using System.Net;
using Zot.Client.Retries;

namespace Zot.Client.Distribution;

/// <summary>Configures the client of a registry.</summary>
/// <param name="Url">The URL of the registry: scheme, host and port.</param>
public sealed record RemoteOptions(Uri Url)
{
    /// <summary>
    /// Returns the current credentials; <see langword="null"/> for anonymous requests. Called for each request.
    /// </summary>
    public Func<RemoteCredentials?> Credentials { get; init; } = static () => null;

    /// <summary>The TLS options.</summary>
    public RemoteTls Tls { get; init; } = new();

    /// <summary>
    /// The proxy; <see langword="null"/> for that of the environment: <c>HTTP_PROXY</c>, <c>HTTPS_PROXY</c> and
    /// <c>NO_PROXY</c>.
    /// </summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>The time limit of a connection attempt.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The time limit from a complete request to the headers of its response.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The time limit between two pieces of a body; the whole of a body has no time limit.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The retries and the circuit breaker.</summary>
    public RetryOptions Retries { get; init; } = new();

    /// <summary>
    /// Called once for each response with invalid descriptors of referrers, which are skipped: to log or count them.
    /// Default: nothing.
    /// </summary>
    public Action<SkippedItems> Skipped { get; init; } = static _ => { };

    /// <summary>The header <c>User-Agent</c>.</summary>
    public string UserAgent { get; init; } = "zot";

    /// <summary>Indicates whether HTTP/2 is used with registries that support it over TLS. Default: true.</summary>
    public bool UsesHttp2 { get; init; } = true;

    /// <summary>
    /// The maximum number of concurrent requests, each until the body of its response has been read or disposed;
    /// <see langword="null"/> for no limit.
    /// </summary>
    public int? MaxConcurrentRequests { get; init; }

    /// <summary>The rate of requests, which several clients may share; <see langword="null"/> for no limit.</summary>
    public RequestRate? Rate { get; init; }

    /// <summary>The maximum number of bytes received per second; <see langword="null"/> for no limit.</summary>
    public long? BytesPerSecond { get; init; }

    /// <summary>
    /// The maximum number of connections that are kept for later; <see langword="null"/> for no limit.
    /// </summary>
    public int? MaxIdleConnections { get; init; }

    /// <summary>
    /// The host of the registry that this one mirrors: the parameter <c>ns</c> of each request; <see langword="null"/>
    /// for none.
    /// </summary>
    public string? Namespace { get; init; }

    /// <summary>
    /// The circuit breaker, for clients of one registry that share it; <see langword="null"/> for one of this client.
    /// </summary>
    public CircuitBreaker? Breaker { get; init; }

    /// <summary>Returns additional headers of a request. Called for each request. Default: none.</summary>
    public Func<IEnumerable<KeyValuePair<string, string>>> Headers { get; init; } = static () => [];

    /// <summary>Counts the requests.</summary>
    public RemoteUsage Usage { get; init; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Checks the URL of a registry.</summary>
    /// <exception cref="ArgumentException">It is invalid.</exception>
    internal static void Validate(Uri url)
    {
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException("the URL of the registry must begin with http:// or https://", nameof(url));
        }

        if (url.UserInfo.Length > 0)
        {
            throw new ArgumentException("the URL of the registry must not contain credentials", nameof(url));
        }

        if (url.PathAndQuery != "/" || url.Fragment.Length > 0)
        {
            throw new ArgumentException(
                "the URL of the registry must be only a scheme, a host and a port, without a path", nameof(url));
        }
    }
}
