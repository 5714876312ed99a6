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
            TlsOpts = TlsOf(options.TlsConfig),
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

    private static NatsTlsOpts TlsOf(EventSinkTlsOptions? tls)
    {
        var mode = tls is { HandshakeFirst: true } ? TlsMode.Implicit : TlsMode.Auto;
        if (tls is not ({ CaCertFile.Length: > 0 } or { CertFile.Length: > 0 }))
        {
            return new NatsTlsOpts { Mode = mode };
        }

        _ = HttpSinkClient.Tls(tls); // a fault in a file is told now, and not when the first event is sent
        return new NatsTlsOpts
        {
            Mode = mode,
            ConfigureClientAuthentication = authentication =>
            {
                var configured = HttpSinkClient.Tls(tls);
                authentication.EnabledSslProtocols = configured.EnabledSslProtocols;
                authentication.CertificateChainPolicy = configured.CertificateChainPolicy;
                authentication.ClientCertificates = configured.ClientCertificates;
                return ValueTask.CompletedTask;
            },
        };
    }
}
#endif
