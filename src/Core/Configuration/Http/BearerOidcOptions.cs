namespace Zot.Configuration;

/// <summary>An entry of <c>http.auth.bearer.oidc</c>: an issuer of workload identities.</summary>
public sealed record BearerOidcOptions : ISection<BearerOidcOptions>
{
    /// <summary>The issuer, whose discovery document says the rest. Required.</summary>
    public string? Issuer { get; init; }

    /// <summary>Whom tokens are for; one of these. Required.</summary>
    public IReadOnlyList<string> Audiences { get; init; } = [];

    /// <summary>How claims become a user and groups.</summary>
    public BearerClaimMappingOptions ClaimMapping { get; init; } = new();

    /// <summary>The authorities that the issuer's certificate may be from, PEM. Default: those of the system.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>The same, in a file.</summary>
    public string? CertificateAuthorityFile { get; init; }

    /// <summary>Whether the issuer that a token names is not compared. Default: false.</summary>
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
            rules.Warn(nameof(SkipIssuerVerification), "accepts tokens whatever issuer they name");
        }
    }
}
