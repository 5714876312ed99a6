#if EXT_EVENTS
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Zot.Configuration;

namespace Zot.Extensions.Events;

/// <summary>Makes the HTTP clients of sinks.</summary>
internal static class HttpSinkClient
{
    // A receiver behind a name may move; connections do not live for ever.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>A client for one sink.</summary>
    /// <param name="timeout">How long an attempt may take, from connecting to the answer.</param>
    /// <param name="proxy">The proxy; <see langword="null"/> for the one of the environment.</param>
    /// <param name="tls">The certificates; <see langword="null"/> for the system's authorities.</param>
    /// <exception cref="InvalidDataException">A file of <paramref name="tls"/> holds no certificate.</exception>
    public static HttpClient Create(TimeSpan timeout, string? proxy, EventSinkTlsOptions? tls)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = ConnectionLifetime,
            SslOptions = Tls(tls),
        };
        if (proxy is { Length: > 0 })
        {
            handler.Proxy = new WebProxy(proxy);
        }

        return new HttpClient(handler) { Timeout = timeout };
    }

    /// <summary>How TLS is done with a sink.</summary>
    public static SslClientAuthenticationOptions Tls(EventSinkTlsOptions? tls)
    {
        var options = new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 };
        if (tls?.CaCertFile is { Length: > 0 } authorities)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(ReadAuthorities(authorities));
        }

        if (tls is { CertFile: { Length: > 0 } certificate, KeyFile: { Length: > 0 } key })
        {
            using var pair = X509Certificate2.CreateFromPemFile(certificate, key);
            options.ClientCertificates = [X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), password: null)];
        }

        return options;
    }

    private static X509Certificate2Collection ReadAuthorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (CryptographicException cause)
        {
            throw new InvalidDataException($"{file} is no bundle of PEM certificates", cause);
        }

        return authorities.Count > 0 ? authorities : throw new InvalidDataException($"{file} holds no certificate");
    }
}
#endif
