using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Zot.Auth.Mtls;

/// <summary>The names in a certificate: its subject, and the subject alternative names in order.</summary>
/// <remarks>RFC 5280, sections 4.1.2.6 and 4.2.1.6.</remarks>
internal sealed record CertificateNames(
    SubjectName Subject, IReadOnlyList<string> Emails, IReadOnlyList<string> DnsNames, IReadOnlyList<string> Uris)
{
    private const string AlternativeName = "2.5.29.17";

    private static readonly Asn1Tag Email = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag DnsName = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag Uri = new(TagClass.ContextSpecific, 6);

    /// <summary>Reads the names of a certificate.</summary>
    /// <exception cref="AsnContentException">A name in the certificate is malformed.</exception>
    public static CertificateNames Of(X509Certificate2 certificate)
    {
        List<string> emails = [], dnsNames = [], uris = [];
        if (certificate.Extensions[AlternativeName] is { } extension)
        {
            var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                var tag = names.PeekTag();
                var kind = tag == Email ? emails : tag == DnsName ? dnsNames : tag == Uri ? uris : null;
                if (kind is null)
                {
                    names.ReadEncodedValue();
                    continue;
                }

                kind.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, tag));
            }
        }

        return new CertificateNames(SubjectName.Parse(certificate.SubjectName.RawData), emails, dnsNames, uris);
    }
}
