using Zot.Configuration.Binding;
using Zot.Go;

namespace Zot.Configuration.Http;

/// <summary>The mapping of a client certificate to a user: the section <c>http.auth.mtls</c>.</summary>
public sealed record MtlsOptions : ISection<MtlsOptions>
{
    private const string OnlyForUri = "is only supported for URI/URL MTLS identity attribute";

    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "CommonName", "CN", "Subject", "DN", "Email", "rfc822name", "URI", "URL", "DNSName", "DNS",
    };

    /// <summary>
    /// The attributes of the certificate that may hold the name of the user; the first that exists is used: CommonName
    /// (CN), Subject (DN), Email (rfc822name), URI (URL), DNSName (DNS), case-insensitive. Default: CommonName.
    /// </summary>
    public IReadOnlyList<string> IdentityAttributes { get; init; } = ["CommonName"];

    /// <summary>
    /// A regular expression whose first group is the name of the user within a URI. Default: the whole URI.
    /// </summary>
    public string? UriSanPattern { get; init; }

    /// <summary>The index of the URI to use. Default: 0, the first.</summary>
    public int UriSanIndex { get; init; }

    /// <summary>The index of the DNS name to use. Default: 0, the first.</summary>
    public int DnsSanIndex { get; init; }

    /// <summary>The index of the email address to use. Default: 0, the first.</summary>
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
            unknown.Count == 0, unknown, "must be among CommonName, Subject, Email, URI and DNSName",
            $"unsupported identity attribute: {string.Join(',', unknown)}", nameof(IdentityAttributes));

        var namesUri = IdentityAttributes.Any(static attribute => attribute.ToUpperInvariant() is "URI" or "URL");
        const string Rule = "needs URI among the identityAttributes";
        rules.Check(
            !namesUri || UriSanPattern is null or "" || GoRegex.TryParse(UriSanPattern, out _),
            UriSanPattern, "must be a regular expression",
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
