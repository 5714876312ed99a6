using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Zot.BlackBox.Harness;

/// <summary>A certificate authority for client certificates.</summary>
internal sealed class Authority : IDisposable
{
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    private readonly X509Certificate2 _certificate = Create();

    /// <summary>Writes its certificate to a directory.</summary>
    /// <returns>The path.</returns>
    public string Write(string folder)
    {
        var path = Path.Combine(folder, "clients-ca.crt");
        File.WriteAllText(path, _certificate.ExportCertificatePem());
        return path;
    }

    /// <summary>Issues a client certificate with its private key.</summary>
    /// <param name="subject">The subject, as in <c>CN=ada,O=Example</c>.</param>
    /// <param name="names">Adds alternative names.</param>
    public X509Certificate2 Issue(string subject, Action<SubjectAlternativeNameBuilder>? names = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([ClientAuthentication], critical: false));
        var alternatives = new SubjectAlternativeNameBuilder();
        names?.Invoke(alternatives);
        if (names is not null)
        {
            request.CertificateExtensions.Add(alternatives.Build());
        }

        using var issued = request.Create(
            _certificate, new DateTimeOffset(_certificate.NotBefore), new DateTimeOffset(_certificate.NotAfter), RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }

    /// <summary>
    /// Writes a client certificate and its key to a certificate directory: <c>client.cert</c> and <c>client.key</c>.
    /// </summary>
    public static void Write(X509Certificate2 client, string folder)
    {
        File.WriteAllText(Path.Combine(folder, "client.cert"), client.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "client.key"), KeyOf(client));
    }

    /// <summary>Returns the private key as PEM.</summary>
    public static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    public void Dispose() => _certificate.Dispose();

    private static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=authority {RandomNumberGenerator.GetHexString(8)}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
    }
}
