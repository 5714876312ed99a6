using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Xunit;
using Zot.Hosting;
using Zot.Testing;

namespace Zot.Core.Tests.Hosting.Client;

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

    private static SslServerAuthenticationOptions ServerWith(X509Certificate2 certificate) => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
    };
}
