using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Harness;

/// <summary>Creates self-signed certificates for the loopback interface.</summary>
internal static class ServerCertificate
{
    /// <summary>Creates a certificate with its private key.</summary>
    public static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
    }

    /// <summary>Writes the certificate and key to a directory.</summary>
    /// <returns>The section <c>tls</c> of a configuration.</returns>
    public static JsonObject Write(X509Certificate2 certificate, string folder)
    {
        var (certificateFile, keyFile) = (Path.Combine(folder, "server.crt"), Path.Combine(folder, "server.key"));
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText($"{certificateFile}.next", certificate.ExportCertificatePem());
        File.WriteAllText($"{keyFile}.next", key.ExportPkcs8PrivateKeyPem());
        File.Move($"{keyFile}.next", keyFile, overwrite: true);
        File.Move($"{certificateFile}.next", certificateFile, overwrite: true);
        return new JsonObject { ["cert"] = certificateFile, ["key"] = keyFile };
    }
}
