using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Zot.Testing.Nats;

/// <summary>A certificate authority, a server certificate and a client certificate, as PEM files.</summary>
public sealed class NatsCertificates : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public NatsCertificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        File.WriteAllText(Authority, authority.ExportCertificatePem());
        Issue(authority, "server");
        Issue(authority, "client");
    }

    public string Authority => _folder["authority.pem"];

    /// <summary>Returns the TLS section of a server's configuration.</summary>
    public string Configuration(bool verify = false) =>
        $$"""
          tls {
            cert_file: '{{_folder["server.pem"]}}'
            key_file: '{{_folder["server.key"]}}'
            ca_file: '{{Authority}}'
            verify: {{(verify ? "true" : "false")}}
            timeout: 20
          }
          """;

    public string Certificate(string name) => _folder[$"{name}.pem"];

    public string Key(string name) => _folder[$"{name}.key"];

    public void Dispose() => _folder.Dispose();

    private void Issue(X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(
            authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(Certificate(name), certificate.ExportCertificatePem());
        File.WriteAllText(Key(name), key.ExportPkcs8PrivateKeyPem());
    }
}
