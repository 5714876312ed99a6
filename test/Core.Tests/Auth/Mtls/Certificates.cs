using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Zot.Core.Tests.Auth.Mtls;

/// <summary>Creates client certificates with any subject and any alternative names.</summary>
internal static class Certificates
{
    /// <summary>Creates a certificate for a subject in the notation of RFC 2253.</summary>
    public static X509Certificate2 Of(string subject, Action<SubjectAlternativeNameBuilder>? names = null) =>
        Of(new X500DistinguishedName(subject, X500DistinguishedNameFlags.None), names);

    /// <summary>Creates a certificate for a subject.</summary>
    public static X509Certificate2 Of(X500DistinguishedName subject, Action<SubjectAlternativeNameBuilder>? names = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (names is not null)
        {
            var builder = new SubjectAlternativeNameBuilder();
            names(builder);
            request.CertificateExtensions.Add(builder.Build());
        }

        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }

    /// <summary>Creates a subject from attributes; those in one array form one relative distinguished name.</summary>
    public static X500DistinguishedName Subject(params (string Type, UniversalTagNumber Kind, string Text)[][] names)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var relative in names)
            {
                using (writer.PushSetOf())
                {
                    foreach (var (type, kind, text) in relative)
                    {
                        using (writer.PushSequence())
                        {
                            writer.WriteObjectIdentifier(type);
                            writer.WriteCharacterString(kind, text);
                        }
                    }
                }
            }
        }

        return new X500DistinguishedName(writer.Encode());
    }
}
