#if EXT_EVENTS
using NATS.Client.Core;
using Zot.Configuration;

namespace Zot.Extensions.Events;

/// <summary>What a sink's configuration means to the client of NATS.</summary>
internal static class NatsSinkOpts
{
    /// <summary>zot's name for the connection; operators find it by that in the server's lists.</summary>
    public const string ConnectionName = "zotregistry.dev";

    // Many registries that lose one server must not come back to it all at once.
    private static readonly TimeSpan Jitter = TimeSpan.FromSeconds(1);

    /// <summary>The client's options.</summary>
    /// <exception cref="IOException">A file of <see cref="EventSinkOptions.TlsConfig"/> cannot be read.</exception>
    /// <exception cref="InvalidDataException">Such a file holds no certificate.</exception>
    public static NatsOpts From(EventSinkOptions options)
    {
        var opts = new NatsOpts
        {
            Url = options.Address,
            Name = ConnectionName,
            AuthOpts = AuthOf(options.Credentials ?? new EventSinkCredentialsOptions()),
            TlsOpts = TlsOf(options),
            ReconnectJitter = Jitter,
            IgnoreAuthErrorAbort = true, // credentials are renewed, and then the server lets us in again
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

    // Without files, too: the policy of the platform would download what the certificate of the server names.
    private static NatsTlsOpts TlsOf(EventSinkOptions options)
    {
        var tls = options.TlsConfig;
        _ = HttpSinkClient.Tls(tls); // a fault in a file is reported now, and not when the first event is sent
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

    // The automatic mode of the client would require TLS of every server, since there is a callback.
    private static TlsMode ModeOf(EventSinkOptions options) => options.TlsConfig switch
    {
        { HandshakeFirst: true } => TlsMode.Implicit,
        { CaCertFile.Length: > 0 } or { CertFile.Length: > 0 } => TlsMode.Require,
        _ => options.Address.Split(',').Any(static address => address.Trim().StartsWith("tls://", StringComparison.OrdinalIgnoreCase))
            ? TlsMode.Require
            : TlsMode.Prefer,
    };
}
#endif
