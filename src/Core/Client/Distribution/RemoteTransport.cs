using System.Net.Security;
using Zot.Client.Retries;

namespace Zot.Client.Distribution;

/// <summary>Creates the handlers of a client, from redirects to sockets.</summary>
internal static class RemoteTransport
{
    // Kilobytes. Registries send few headers, and the peer is not trusted.
    private const int MaxHeadersLength = 32;

    // Connections are limited in lifetime, so that DNS changes take effect.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    // For servers that ignore "Expect: 100-continue".
    private static readonly TimeSpan ContinueTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Creates the handlers.</summary>
    /// <exception cref="InvalidDataException">A file of the TLS options contains no certificate.</exception>
    public static HttpMessageHandler Create(RemoteOptions options)
    {
        RemoteOptions.Validate(options.Url);
        var breaker = options.Breaker
            ?? new CircuitBreaker(options.Retries.BreakerThreshold, options.Retries.BreakerDelay, options.Time);
        return new RedirectHandler(
            new AuthenticationHandler(
                options,
                new RetryHandler(
                    options.Url, options.Retries, breaker, new Random(), options.Time,
                    new LimitingHandler(
                        options,
                        new ResponseTimeoutHandler(options.ResponseTimeout, options.Time, CreateSockets(options))))));
    }

    private static SocketsHttpHandler CreateSockets(RemoteOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = options.ConnectTimeout,
            Expect100ContinueTimeout = ContinueTimeout,
            MaxResponseHeadersLength = MaxHeadersLength,
            PooledConnectionLifetime = ConnectionLifetime,
            SslOptions = TlsOf(options.Tls),
        };
        if (options.Proxy is { } proxy)
        {
            handler.Proxy = proxy;
        }

        return handler;
    }

    private static SslClientAuthenticationOptions TlsOf(RemoteTls tls)
    {
        var options = TlsFiles.Read(tls.Authorities, tls.Certificate, tls.Key ?? tls.Certificate);
        if (tls.SkipsVerification)
        {
            TlsFiles.AcceptAnyServer(options);
        }

        return options;
    }
}
