namespace Zot.Configuration;

/// <summary>The section <c>http.tls</c>.</summary>
public sealed record TlsOptions
{
    /// <summary>The certificate chain, PEM. Read again when the file changes.</summary>
    public string? Cert { get; init; }

    /// <summary>Its private key, PEM. Read again when the file changes.</summary>
    public string? Key { get; init; }

    /// <summary>The authorities whose client certificates are accepted, PEM. Default: none are asked for.</summary>
    public string? CaCert { get; init; }
}
