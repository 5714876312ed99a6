using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xunit;
using Zot.Client;
using Zot.Testing;

namespace Zot.Core.Tests.Client;

public sealed class TlsFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly X509Certificate2 _authority = CertificateAddress.CreateAuthority();
    private readonly CertificateAddress _named = new();

    public void Dispose()
    {
        _named.Dispose();
        _authority.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task Addresses_in_the_certificate_of_a_server_are_never_contacted(bool hasAuthorities, bool isIssuedByOne)
    {
        using var other = CertificateAddress.CreateAuthority();
        using var certificate = _named.Issue(isIssuedByOne ? _authority : other);
        var file = Path.Combine(_directory.Path, "ca.pem");
        await File.WriteAllTextAsync(file, _authority.ExportCertificatePem(), TestContext.Current.CancellationToken);
        var client = TlsFiles.Read(hasAuthorities ? file : null, certificate: null, key: null);
        client.TargetHost = "localhost";

        var accepted = await TlsHandshake.TryAsync(ServerWith(certificate), client, TestContext.Current.CancellationToken);

        Assert.Equal(isIssuedByOne, accepted);
        Assert.False(_named.IsContacted);
    }

    [Fact]
    public async Task Addresses_in_the_own_certificate_are_never_contacted()
    {
        using var authority = CertificateAddress.CreateAuthority();
        using var own = _named.Issue(authority);
        using var serverAddress = new CertificateAddress();
        using var certificate = serverAddress.Issue(_authority);
        await File.WriteAllTextAsync(_directory["ca.pem"], _authority.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            _directory["client.pem"],
            own.ExportCertificatePem() + "\n" + own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(),
            TestContext.Current.CancellationToken);
        var client = TlsFiles.Read(_directory["ca.pem"], _directory["client.pem"], _directory["client.pem"]);
        client.TargetHost = "localhost";
        string? shown = null;
        var server = ServerWith(certificate);
        server.ClientCertificateRequired = true;
        server.CertificateChainPolicy = TlsFiles.Offline();
        server.RemoteCertificateValidationCallback = (_, given, _, _) =>
        {
            shown = given?.Subject;
            return given is not null;
        };

        Assert.True(await TlsHandshake.TryAsync(server, client, TestContext.Current.CancellationToken));

        Assert.Equal("CN=localhost", shown);
        Assert.False(_named.IsContacted);
        Assert.False(serverAddress.IsContacted);
    }

    [Fact]
    public async Task Intermediate_certificates_of_the_client_are_sent()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=intermediate", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var issued = request.Create(
            _authority, new DateTimeOffset(_authority.NotBefore), new DateTimeOffset(_authority.NotAfter), [1, 2, 3]);
        using var intermediate = issued.CopyWithPrivateKey(key);
        using var own = _named.Issue(intermediate);
        await File.WriteAllTextAsync(
            _directory["client.pem"],
            string.Join('\n', own.ExportCertificatePem(), issued.ExportCertificatePem(), own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()),
            TestContext.Current.CancellationToken);

        var context = TlsFiles.ReadClientCertificate(_directory["client.pem"], _directory["client.pem"]);

        Assert.True(context.TargetCertificate.HasPrivateKey);
        Assert.Equal(own.Thumbprint, context.TargetCertificate.Thumbprint);
        Assert.Equal([issued.Thumbprint], context.IntermediateCertificates.Select(static one => one.Thumbprint));
    }

    private static SslServerAuthenticationOptions ServerWith(X509Certificate2 certificate) => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
    };
}
