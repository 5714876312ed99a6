namespace Zot.Configuration;

/// <summary>Who the holder of a client certificate is: the section <c>http.auth.mtls</c>.</summary>
public sealed record MtlsOptions : ISection<MtlsOptions>
{
    private const string OnlyForUri = "is only supported for URI/URL MTLS identity attribute";

    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "CommonName", "CN", "Subject", "DN", "Email", "rfc822name", "URI", "URL", "DNSName", "DNS",
    };

    /// <summary>
    /// Where the name stands, the first that there is: CommonName (CN), Subject (DN), Email (rfc822name), URI (URL),
    /// DNSName (DNS), in any case. Default: CommonName.
    /// </summary>
    public IReadOnlyList<string> IdentityAttributes { get; init; } = ["CommonName"];

    /// <summary>A regular expression whose first group is the name within a URI. Default: the whole URI.</summary>
    public string? UriSanPattern { get; init; }

    /// <summary>Which of several URIs. Default: 0, the first.</summary>
    public int UriSanIndex { get; init; }

    /// <summary>Which of several DNS names. Default: 0, the first.</summary>
    public int DnsSanIndex { get; init; }

    /// <summary>Which of several e-mail addresses. Default: 0, the first.</summary>
    public int EmailSanIndex { get; init; }

    static MtlsOptions ISection<MtlsOptions>.Read(Section section)
    {
        var defaults = new MtlsOptions();
        return new MtlsOptions
        {
            IdentityAttributes = section.Texts(defaults.IdentityAttributes),
            UriSanPattern = section.Text(defaults.UriSanPattern),
            UriSanIndex = section.Number(defaults.UriSanIndex),
            DnsSanIndex = section.Number(defaults.DnsSanIndex),
            EmailSanIndex = section.Number(defaults.EmailSanIndex),
        };
    }

    void ISection<MtlsOptions>.Check(SectionRules rules)
    {
        var unknown = IdentityAttributes.Where(static attribute => !Known.Contains(attribute)).ToList();
        rules.Check(
            unknown.Count == 0, unknown, "must be of CommonName, Subject, Email, URI and DNSName",
            $"unsupported identity attribute: {string.Join(',', unknown)}", nameof(IdentityAttributes));

        var namesUri = IdentityAttributes.Any(static attribute => attribute.ToUpperInvariant() is "URI" or "URL");
        const string Rule = "needs URI among the identityAttributes";
        rules.Check(
            !namesUri || UriSanPattern is null or "" || GoRegex.TryParse(UriSanPattern, out _), UriSanPattern, "must be a regular expression",
            $"invalid URI SAN pattern: {UriSanPattern}");
        rules.Check(namesUri || UriSanPattern is null or "", UriSanPattern, Rule, $"uriSanPattern {OnlyForUri}");
        rules.Check(namesUri || UriSanIndex == 0, UriSanIndex, Rule, $"uriSanIndex {OnlyForUri}");
        rules.Check(namesUri || DnsSanIndex == 0, DnsSanIndex, Rule, $"dnsSanIndex {OnlyForUri}");
        rules.Check(namesUri || EmailSanIndex == 0, EmailSanIndex, Rule, $"emailSanIndex {OnlyForUri}");

        const string Index = "must not be negative";
        rules.Check(!namesUri || UriSanIndex >= 0, UriSanIndex, Index);
        rules.Check(!namesUri || DnsSanIndex >= 0, DnsSanIndex, Index);
        rules.Check(!namesUri || EmailSanIndex >= 0, EmailSanIndex, Index);
    }
}
