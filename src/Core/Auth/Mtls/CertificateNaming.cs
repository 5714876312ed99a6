using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Zot.Configuration.Http;

namespace Zot.Auth.Mtls;

/// <summary>
/// Derives the user name from a certificate: the first of the configured attributes that has a value.
/// </summary>
internal sealed class CertificateNaming
{
    private readonly Func<CertificateNames, string?>[] _attributes;

    public CertificateNaming(MtlsOptions options)
    {
        // An empty list means the default, as does a missing list.
        var asked =
            options.IdentityAttributes.Count > 0 ? options.IdentityAttributes : new MtlsOptions().IdentityAttributes;
        var pattern = UriPattern.Of(options.UriSanPattern);
        _attributes = [.. asked.Select(attribute => ReaderOf(attribute, options, pattern))];
    }

    /// <summary>
    /// Returns the user name; <see langword="null"/> if the certificate contains none or cannot be read.
    /// </summary>
    public string? NameOf(X509Certificate2 certificate)
    {
        try
        {
            var names = CertificateNames.Of(certificate);
            return _attributes.Select(read => read(names)).FirstOrDefault(static name => name is { Length: > 0 });
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static Func<CertificateNames, string?> ReaderOf(
        string attribute, MtlsOptions options, UriPattern? pattern) =>
        attribute.ToUpperInvariant() switch
        {
            "COMMONNAME" or "CN" => static names => names.Subject.CommonName,
            "SUBJECT" or "DN" => static names => names.Subject.ToString(),
            "EMAIL" or "RFC822NAME" => names => At(names.Emails, options.EmailSanIndex),
            "DNSNAME" or "DNS" => names => At(names.DnsNames, options.DnsSanIndex),
            "URI" or "URL" when pattern is null => names => At(names.Uris, options.UriSanIndex),
            "URI" or "URL" => names => At(names.Uris, options.UriSanIndex) is { } uri ? pattern.NameIn(uri) : null,

            // Such a configuration is rejected, so the attribute yields no name.
            _ => static _ => null,
        };

    private static string? At(IReadOnlyList<string> names, int index) =>
        index >= 0 && index < names.Count ? names[index] : null;
}
