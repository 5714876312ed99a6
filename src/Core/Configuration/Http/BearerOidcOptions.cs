using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>An entry of <c>http.auth.bearer.oidc</c>: an issuer of workload identities.</summary>
public sealed record BearerOidcOptions : ISection<BearerOidcOptions>
{
    /// <summary>The issuer, whose discovery document provides the other settings. Required.</summary>
    public string? Issuer { get; init; }

    /// <summary>The accepted audiences; a token must have one of them. Required.</summary>
    public IReadOnlyList<string> Audiences { get; init; } = [];

    /// <summary>The mapping of claims to a user and groups.</summary>
    public BearerClaimMappingOptions ClaimMapping { get; init; } = new();

    /// <summary>
    /// The certificate authorities trusted for the issuer's certificate, PEM. Default: those of the system.
    /// </summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>A file with the certificate authorities trusted for the issuer's certificate, PEM.</summary>
    public string? CertificateAuthorityFile { get; init; }

    /// <summary>Indicates whether the issuer named by a token is not verified. Default: false.</summary>
    public bool SkipIssuerVerification { get; init; }

    static BearerOidcOptions ISection<BearerOidcOptions>.Read(Section section)
    {
        var defaults = new BearerOidcOptions();
        return new BearerOidcOptions
        {
            Issuer = section.Text(defaults.Issuer),
            Audiences = section.Texts(defaults.Audiences),
            ClaimMapping = section.Group(defaults.ClaimMapping),
            CertificateAuthority = section.Text(defaults.CertificateAuthority),
            CertificateAuthorityFile = section.Text(defaults.CertificateAuthorityFile),
            SkipIssuerVerification = section.Flag(defaults.SkipIssuerVerification),
        };
    }

    void ISection<BearerOidcOptions>.Check(SectionRules rules)
    {
        rules.CheckEach(Audiences, static audience => audience.Length > 0, "must not be empty");
        rules.Check(
            CertificateAuthority is null or "" || CertificateAuthorityFile is null or "", CertificateAuthorityFile,
            "must not be set together with certificateAuthority");
        if (SkipIssuerVerification)
        {
            rules.Warn(nameof(SkipIssuerVerification), "accepts tokens regardless of the issuer they name");
        }
    }
}
