using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Zot.Testing;

/// <summary>A local address that certificates name as their issuer, OCSP and CRL address.</summary>
public sealed class CertificateAddress : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    /// <summary>Opens the port. Connections are not accepted.</summary>
    public CertificateAddress() => _listener.Start();

    /// <summary>Indicates whether a connection has been opened.</summary>
    public bool IsContacted => _listener.Pending();

    private string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Creates a certificate authority with its private key.</summary>
    public static X509Certificate2 CreateAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=authority {RandomNumberGenerator.GetHexString(8)}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
    }

    /// <summary>Creates a certificate for <c>localhost</c> that names this address, with its private key.</summary>
    /// <param name="authority">The issuer.</param>
    public X509Certificate2 Issue(X509Certificate2 authority)
    {
        ArgumentNullException.ThrowIfNull(authority);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([$"{Url}/ocsp"], [$"{Url}/issuer.crt"], critical: false));
        request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([$"{Url}/list.crl"]));
        using var issued = request.Create(
            authority,
            new DateTimeOffset(authority.NotBefore),
            new DateTimeOffset(authority.NotAfter),
            RandomNumberGenerator.GetBytes(8));
        using var withKey = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();
}
