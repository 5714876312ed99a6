#if EXT_EVENTS
using NATS.Client.Core;
using Zot.Configuration.Extensions;

namespace Zot.Extensions.Events.Sinks;

/// <summary>Maps the configuration of a sink to the options of the NATS client.</summary>
internal static class NatsSinkOpts
{
    /// <summary>The connection name, as in zot; it identifies the registry in the server's connection list.</summary>
    public const string ConnectionName = "zotregistry.dev";

    // Registries that lose the same server must not reconnect all at once.
    private static readonly TimeSpan Jitter = TimeSpan.FromSeconds(1);

    /// <summary>Creates the options of the client.</summary>
    /// <exception cref="IOException">A file of <see cref="EventSinkOptions.TlsConfig"/> cannot be read.</exception>
    /// <exception cref="InvalidDataException">Such a file does not contain a certificate.</exception>
    public static NatsOpts From(EventSinkOptions options)
    {
        var opts = new NatsOpts
        {
            Url = options.Address,
            Name = ConnectionName,
            AuthOpts = AuthOf(options.Credentials ?? new EventSinkCredentialsOptions()),
            TlsOpts = TlsOf(options),
            ReconnectJitter = Jitter,
            IgnoreAuthErrorAbort = true, // credentials may be renewed, after which the server accepts the connection
        };
        return options.Timeout > TimeSpan.Zero ? opts with { ConnectTimeout = options.Timeout } : opts;
    }

    private static NatsAuthOpts AuthOf(EventSinkCredentialsOptions credentials) => credentials switch
    {
        { File: { Length: > 0 } file } => new NatsAuthOpts { CredsFile = file },
        { NKeyFile: { Length: > 0 } file } => new NatsAuthOpts { NKeyFile = file },
        { Username: { Length: > 0 } user } => new NatsAuthOpts { Username = user, Password = credentials.Password },
        { Token: { Length: > 0 } token } => new NatsAuthOpts { Token = token },
        _ => new NatsAuthOpts(),
    };

    // Set even without files: the default chain policy would download from URLs in the server's certificate.
    private static NatsTlsOpts TlsOf(EventSinkOptions options)
    {
        var tls = options.TlsConfig;
        _ = HttpSinkClient.Tls(tls); // reports an invalid file at startup rather than with the first event
        return new NatsTlsOpts
        {
            Mode = ModeOf(options),
            ConfigureClientAuthentication = authentication =>
            {
                var configured = HttpSinkClient.Tls(tls);
                authentication.EnabledSslProtocols = configured.EnabledSslProtocols;
                authentication.CertificateChainPolicy = configured.CertificateChainPolicy;
                authentication.ClientCertificateContext = configured.ClientCertificateContext;
                return ValueTask.CompletedTask;
            },
        };
    }

    // The client's automatic mode would require TLS for every server, since a callback is set.
    private static TlsMode ModeOf(EventSinkOptions options) => options.TlsConfig switch
    {
        { HandshakeFirst: true } => TlsMode.Implicit,
        { CaCertFile.Length: > 0 } or { CertFile.Length: > 0 } => TlsMode.Require,
        _ => options.Address.Split(',')
            .Any(static address => address.Trim().StartsWith("tls://", StringComparison.OrdinalIgnoreCase))
            ? TlsMode.Require
            : TlsMode.Prefer,
    };
}
#endif
