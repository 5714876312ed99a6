#if EXT_EVENTS
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using Zot.Client;
using Zot.Configuration.Extensions;
using Zot.Extensions.Events.Metering;
using Zot.Hosting;

namespace Zot.Extensions.Events.Sinks;

/// <summary>Creates the HTTP clients of sinks.</summary>
internal static class HttpSinkClient
{
    // Connections are limited in lifetime, so that DNS changes of the receiver take effect.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Creates the client of one sink.</summary>
    /// <param name="timeout">The time limit of an attempt, from connecting to the response.</param>
    /// <param name="proxy">The URL of the proxy; <see langword="null"/> for the one of the environment.</param>
    /// <param name="tls">The TLS options.</param>
    /// <param name="meter">The meter that counts responses.</param>
    public static HttpClient Create(
        TimeSpan timeout, string? proxy, SslClientAuthenticationOptions tls, SinkMeter meter)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = ConnectionLifetime,
            SslOptions = tls,
        };
        if (proxy is { Length: > 0 })
        {
            handler.Proxy = ProxyAt(new Uri(proxy));
        }

        return new HttpClient(new AnswerMeter(meter, handler)) { Timeout = timeout };
    }

    /// <summary>Creates the TLS options of a sink.</summary>
    /// <exception cref="InvalidDataException">A file of <paramref name="tls"/> does not contain a
    /// certificate.</exception>
    public static SslClientAuthenticationOptions Tls(EventSinkTlsOptions? tls) =>
        TlsFiles.Read(tls?.CaCertFile, tls?.CertFile, tls?.KeyFile);

    /// <summary>Creates the TLS options of an endpoint.</summary>
    /// <param name="tls">The configuration section.</param>
    /// <param name="key">The configuration key of the section, for error messages.</param>
    /// <exception cref="StartupException">A file cannot be read, or has unexpected content.</exception>
    public static SslClientAuthenticationOptions Tls(NotificationTlsOptions? tls, string key)
    {
        var protocols = tls?.MinVersion == "1.3" ? SslProtocols.Tls13 : SslProtocols.Tls12 | SslProtocols.Tls13;
        var options = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = protocols,
            CertificateChainPolicy = TlsFiles.Offline(),
        };
        if (tls?.Ca is { Length: > 0 } authorities)
        {
            options.CertificateChainPolicy = Read(
                () => TlsFiles.Trusting(authorities), $"{key}.ca",
                authorities, "must name a file with PEM certificates");
        }

        if (tls is { Cert: { Length: > 0 } certificate, Key: { Length: > 0 } privateKey })
        {
            options.ClientCertificateContext = Read(
                () => TlsFiles.ReadClientCertificate(certificate, privateKey),
                $"{key}.cert", $"{certificate} with {privateKey}", "must name a PEM certificate and its key");
        }

        return options;
    }

    private static T Read<T>(Func<T> read, string key, string value, string rule)
    {
        try
        {
            return read();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException
            or CryptographicException or InvalidDataException or ArgumentException)
        {
            throw new StartupException($"{key} is '{value}', but {rule}: {cause.Message}", cause);
        }
    }

    private static WebProxy ProxyAt(Uri address)
    {
        if (address.UserInfo.Length == 0)
        {
            return new WebProxy(address);
        }

        var parts = address.UserInfo.Split(':', 2);
        return new WebProxy(new UriBuilder(address) { UserName = "", Password = "" }.Uri)
        {
            Credentials = new NetworkCredential(
                Uri.UnescapeDataString(parts[0]), parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : ""),
        };
    }
}
#endif
