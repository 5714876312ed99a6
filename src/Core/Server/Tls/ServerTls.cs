using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Zot.Client.Commands;
using Zot.Configuration.Http;

namespace Zot.Server.Tls;

/// <summary>Provides TLS as configured in <c>http.tls</c>, with the current certificate files.</summary>
/// <remarks>
/// The files are checked when a client connects, at most once per second. The authorities are read at startup only.
/// </remarks>
internal sealed partial class ServerTls
{
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);

    private readonly TlsOptions _options;
    private readonly X509Certificate2Collection? _authorities;
    private readonly ILogger<ServerTls> _logger;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private long _looked;
    private CertificateStamp _stamp;
    private volatile SslServerAuthenticationOptions _current;

    /// <summary>Reads the files.</summary>
    /// <param name="options">The files.</param>
    /// <param name="logger">The logger for reloads.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="CommandException">A file cannot be read, or certificate and key do not match.</exception>
    public ServerTls(TlsOptions options, ILogger<ServerTls> logger, TimeProvider time)
    {
        _options = options;
        _logger = logger;
        _time = time;
        _authorities = options.CaCert is { Length: > 0 } path ? CertificateFiles.ReadAuthorities(path) : null;
        _looked = time.GetTimestamp();
        _stamp = CertificateStamp.Of(options);
        _current = Read();
    }

    /// <summary>The handshake options for Kestrel.</summary>
    public TlsHandshakeCallbackOptions Handshake => new() { OnConnection = _ => ValueTask.FromResult(Current()) };

    /// <summary>Returns the TLS options for a new connection.</summary>
    internal SslServerAuthenticationOptions Current()
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _looked)) >= LookPeriod && _gate.TryEnter())
        {
            try
            {
                Volatile.Write(ref _looked, _time.GetTimestamp());
                Look();
            }
            finally
            {
                _gate.Exit();
            }
        }

        return _current;
    }

    private void Look()
    {
        var stamp = CertificateStamp.Of(_options);
        if (stamp == _stamp)
        {
            return;
        }

        _stamp = stamp;
        try
        {
            _current = Read();
            LogReloaded(_options.Cert);
        }
        catch (CommandException cause)
        {
            LogNotReloaded(cause, _options.Cert);
        }
    }

    private SslServerAuthenticationOptions Read()
    {
        var (certificate, chain) = CertificateFiles.ReadPair(_options);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext =
                SslStreamCertificateContext.Create(certificate, chain, offline: true, TrustInHandshake()),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        if (OperatingSystem.IsLinux())
        {
            options.CipherSuitesPolicy = CipherSuites.Policy;
        }

        if (_authorities is not null)
        {
            options.ClientCertificateRequired = true; // requests one; the callback admits clients without
            options.RemoteCertificateValidationCallback = (_, given, _, errors) => given is null
                || errors == SslPolicyErrors.None;
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,

                // The URLs in a certificate are chosen by a client that is not authenticated yet.
                DisableCertificateDownloads = true,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(_authorities);
        }

        return options;
    }

    /// <summary>Sends the names of accepted authorities to clients, on platforms that support it.</summary>
    private SslCertificateTrust? TrustInHandshake() =>
        _authorities is not null && OperatingSystem.IsLinux()
            ? SslCertificateTrust.CreateForX509Collection(_authorities, sendTrustInHandshake: true)
            : null;

    [LoggerMessage(1301, LogLevel.Information, "certificate reloaded: {Certificate}")]
    private partial void LogReloaded(string? certificate);

    [LoggerMessage(1302, LogLevel.Error, "failed to reload certificate, keeping the current one: {Certificate}")]
    private partial void LogNotReloaded(Exception cause, string? certificate);
}
