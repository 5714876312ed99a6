using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Xunit;
using Zot.Auth;
using Zot.Auth.Mtls;
using Zot.Configuration.Http;
using Zot.Testing;

namespace Zot.Core.Tests.Auth.Mtls;

public sealed class ClientCertificateAuthenticatorTests
{
    private const string Spiffe = "^spiffe://example[.]org/ns/([^/]+)/sa/.*$";

    [Fact]
    public async Task Authenticate_WithoutCertificate_ReturnsAbsent()
    {
        var authenticator = new ClientCertificateAuthenticator(new MtlsOptions(), TimeProvider.System);

        Assert.Equal(AuthenticationResult.Absent, await authenticator.AuthenticateAsync(new RequestCredentials { Authorization = "Basic eDp5" }, default));
        Assert.False(((IAuthenticator)authenticator).TakesPasswords);
    }

    [Theory]
    [InlineData("CN=ada, O=Example", "ada")]
    [InlineData("O=Example", null)]
    [InlineData("CN=\"\", O=Example", null)]
    public async Task Authenticate_ByDefault_UsesCommonName(string subject, string? expected) =>
        Assert.Equal(expected, await NameAsync(new MtlsOptions(), subject));

    [Theory]
    [InlineData("CommonName", "ada")]
    [InlineData("cn", "ada")]
    [InlineData("Subject", "CN=ada,O=Example\\, Inc.")]
    [InlineData("DN", "CN=ada,O=Example\\, Inc.")]
    [InlineData("Email", "first@x.org")]
    [InlineData("RFC822Name", "first@x.org")]
    [InlineData("URI", "spiffe://example.org/ns/build/sa/ci")]
    [InlineData("url", "spiffe://example.org/ns/build/sa/ci")]
    [InlineData("DNSName", "a.example.org")]
    [InlineData("dns", "a.example.org")]
    public async Task Authenticate_ByAttribute_IgnoresCaseOfAttributeName(string attribute, string expected) =>
        Assert.Equal(expected, await NameAsync(new MtlsOptions { IdentityAttributes = [attribute] }, "CN=ada, O=\"Example, Inc.\"", AddNames));

    [Fact]
    public async Task Authenticate_ByIndex_UsesNameAtIndex()
    {
        Assert.Equal("second@x.org", await NameAsync(new MtlsOptions { IdentityAttributes = ["Email"], EmailSanIndex = 1 }, "CN=ada", AddNames));
        Assert.Equal("https://x.org/?a=b", await NameAsync(new MtlsOptions { IdentityAttributes = ["URI"], UriSanIndex = 1 }, "CN=ada", AddNames));
        Assert.Equal("*.example.org", await NameAsync(new MtlsOptions { IdentityAttributes = ["DNS"], DnsSanIndex = 1 }, "CN=ada", AddNames));
        Assert.Null(await NameAsync(new MtlsOptions { IdentityAttributes = ["DNS"], DnsSanIndex = 2 }, "CN=ada", AddNames));
        Assert.Null(await NameAsync(new MtlsOptions { IdentityAttributes = ["DNS"], DnsSanIndex = -1 }, "CN=ada", AddNames));
    }

    [Fact]
    public async Task Authenticate_WithoutFirstAttribute_UsesNext()
    {
        Assert.Equal("ada", await NameAsync(new MtlsOptions { IdentityAttributes = ["URI", "Email", "DNS", "CN"] }, "CN=ada"));
        Assert.Equal("O=Example", await NameAsync(new MtlsOptions { IdentityAttributes = ["CN", "Subject"] }, "O=Example"));
        Assert.Equal("ada", await NameAsync(new MtlsOptions { IdentityAttributes = [] }, "CN=ada"));
    }

    [Theory]
    [InlineData(Spiffe, 0, "build")]
    [InlineData(Spiffe, 1, "ada")]
    [InlineData("example[.]org/ns/(?P<namespace>[^/]+)/sa/(.*)", 0, "build")]
    [InlineData("example[.](?:com|org)/ns/[(](x)", 0, "ada")]
    [InlineData("\\(?ns/(?i:BUILD)/(..)", 0, "sa")]
    [InlineData("example", 0, "ada")]
    [InlineData("sa/(x?)", 0, "ada")]
    public async Task Authenticate_ByUriPattern_UsesGroupOrNextAttribute(string pattern, int index, string expected) =>
        Assert.Equal(
            expected,
            await NameAsync(
                new MtlsOptions { IdentityAttributes = ["URI", "CN"], UriSanPattern = pattern, UriSanIndex = index }, "CN=ada", AddNames));

    [Fact]
    public async Task Authenticate_UnreadableCertificate_IsRejected()
    {
        using var certificate = Certificates.Of(
            Certificates.Subject([("2.5.4.3", UniversalTagNumber.UTF8String, "ada")]), static names => names.AddDnsName("x.org"));
        var broken = certificate.RawData;
        var at = broken.AsSpan().IndexOf("x.org"u8);
        broken[at] = 0xFF;
        using var read = X509CertificateLoader.LoadCertificate(broken);

        var authenticator = new ClientCertificateAuthenticator(new MtlsOptions(), TimeProvider.System);
        Assert.True((await AuthenticateAsync(authenticator, read)).IsRejected);
    }

    [Fact]
    public async Task Authenticate_SameCertificateTwice_ReturnsSameIdentity()
    {
        var authenticator = new ClientCertificateAuthenticator(new MtlsOptions(), TimeProvider.System);
        using var certificate = Certificates.Of("CN=ada");

        var first = await AuthenticateAsync(authenticator, certificate);

        Assert.Same(first.Caller, (await AuthenticateAsync(authenticator, certificate)).Caller);
        Assert.Empty(first.Caller!.Groups);
    }

    [Fact]
    public async Task Authenticate_CertificateThatExpiresOnItsConnection_IsRejected()
    {
        var time = new ManualTime();
        var authenticator = new ClientCertificateAuthenticator(new MtlsOptions(), time);
        using var certificate = Certificates.Of("CN=ada");
        time.Advance(certificate.NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime);
        Assert.Equal("ada", (await AuthenticateAsync(authenticator, certificate)).Caller?.Name);

        time.Advance(TimeSpan.FromSeconds(1));

        Assert.True((await AuthenticateAsync(authenticator, certificate)).IsRejected);
    }

    private static void AddNames(SubjectAlternativeNameBuilder names)
    {
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        names.AddDnsName("a.example.org");
        names.AddEmailAddress("first@x.org");
        names.AddUri(new Uri("spiffe://example.org/ns/build/sa/ci"));
        names.AddUserPrincipalName("ada@corp");
        names.AddEmailAddress("second@x.org");
        names.AddUri(new Uri("https://x.org/?a=b"));
        names.AddDnsName("*.example.org");
    }

    private static async Task<string?> NameAsync(
        MtlsOptions options, string subject, Action<SubjectAlternativeNameBuilder>? names = null)
    {
        using var certificate = Certificates.Of(subject, names);
        var authenticator = new ClientCertificateAuthenticator(options, TimeProvider.System);
        var result = await AuthenticateAsync(authenticator, certificate);
        Assert.Equal(result.Caller is null, result.IsRejected);
        return result.Caller?.Name;
    }

    private static async Task<AuthenticationResult> AuthenticateAsync(
        ClientCertificateAuthenticator authenticator, X509Certificate2 certificate) =>
        await authenticator.AuthenticateAsync(new RequestCredentials { ClientCertificate = certificate }, default);
}
