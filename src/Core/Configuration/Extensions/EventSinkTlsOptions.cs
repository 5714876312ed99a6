namespace Zot.Configuration;

/// <summary>How TLS is done with a sink: the section <c>tlsconfig</c>.</summary>
public sealed record EventSinkTlsOptions : ISection<EventSinkTlsOptions>
{
    /// <summary>The authorities the sink's certificate may be from, PEM. Default: those of the system.</summary>
    public string? CaCertFile { get; init; }

    /// <summary>Our certificate, PEM; needs <see cref="KeyFile"/>. Default: none.</summary>
    public string? CertFile { get; init; }

    /// <summary>Its private key, PEM.</summary>
    public string? KeyFile { get; init; }

    /// <summary>
    /// Whether TLS comes before anything is said, for NATS: the server (<c>handshake_first</c>) or a proxy before it expects
    /// that. Default: false, after the server's greeting.
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
