using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>The TLS settings: the sections <c>http.tls</c> and <c>cluster.tls</c>.</summary>
public sealed record TlsOptions : ISection<TlsOptions>
{
    /// <summary>The file with the certificate chain, PEM. Reloaded when it changes.</summary>
    public string? Cert { get; init; }

    /// <summary>The file with the private key, PEM. Reloaded when it changes.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// The certificate authorities trusted for client certificates, PEM. Default: client certificates are not
    /// requested.
    /// </summary>
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
            rules.Warn(
                Cert is { Length: > 0 } ? nameof(Key) : nameof(Cert),
                "is not set: TLS is disabled unless both cert and key are set");
        }
    }
}
