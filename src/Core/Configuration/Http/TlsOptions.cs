namespace Zot.Configuration;

/// <summary>The sections <c>http.tls</c> and <c>cluster.tls</c>.</summary>
public sealed record TlsOptions : ISection<TlsOptions>
{
    /// <summary>The certificate chain, PEM. Read again when the file changes.</summary>
    public string? Cert { get; init; }

    /// <summary>Its private key, PEM. Read again when the file changes.</summary>
    public string? Key { get; init; }

    /// <summary>The authorities whose client certificates are accepted, PEM. Default: none are asked for.</summary>
    public string? CaCert { get; init; }

    static TlsOptions ISection<TlsOptions>.Read(Section section)
    {
        var defaults = new TlsOptions();
        return new TlsOptions
        {
            Cert = section.Text(defaults.Cert),
            Key = section.Text(defaults.Key),
            CaCert = section.Text(defaults.CaCert, "cacert"),
        };
    }

    void ISection<TlsOptions>.Check(SectionRules rules)
    {
        if (Cert is { Length: > 0 } != Key is { Length: > 0 })
        {
            rules.Warn(Cert is { Length: > 0 } ? nameof(Key) : nameof(Cert), "is not set: with only one of cert and key there is no TLS");
        }
    }
}
