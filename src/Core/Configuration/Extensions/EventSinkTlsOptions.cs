using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>The TLS settings of a sink: the section <c>tlsconfig</c>.</summary>
public sealed record EventSinkTlsOptions : ISection<EventSinkTlsOptions>
{
    /// <summary>
    /// The certificate authorities trusted for the sink's certificate, PEM. Default: those of the system.
    /// </summary>
    public string? CaCertFile { get; init; }

    /// <summary>The client certificate of the registry, PEM; requires <see cref="KeyFile"/>. Default: none.</summary>
    public string? CertFile { get; init; }

    /// <summary>The private key of the client certificate, PEM.</summary>
    public string? KeyFile { get; init; }

    /// <summary>
    /// Indicates whether the TLS handshake precedes the server's greeting, for NATS, as required by the server
    /// (<c>handshake_first</c>) or by a proxy before it. Default: false, after the greeting.
    /// </summary>
    public bool HandshakeFirst { get; init; }

    static EventSinkTlsOptions ISection<EventSinkTlsOptions>.Read(Section section)
    {
        var defaults = new EventSinkTlsOptions();
        return new EventSinkTlsOptions
        {
            CaCertFile = section.Text(defaults.CaCertFile, "cacertfile"),
            CertFile = section.Text(defaults.CertFile, "certfile"),
            KeyFile = section.Text(defaults.KeyFile, "keyfile"),
            HandshakeFirst = section.Flag(defaults.HandshakeFirst, "handshakefirst"),
        };
    }
}
