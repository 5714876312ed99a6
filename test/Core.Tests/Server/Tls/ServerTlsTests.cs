using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Client.Commands;
using Zot.Configuration.Http;
using Zot.Server.Tls;
using Zot.Testing;

namespace Zot.Core.Tests.Server.Tls;

public sealed class ServerTlsTests : IDisposable
{
    private const string Ed25519Certificate =
        """
        -----BEGIN CERTIFICATE-----
        MIIBMDCB46ADAgECAhR2ZgtaWXrY3eoWVZTi473nwxSuQzAFBgMrZXAwDTELMAkG
        A1UEAwwCZWQwIBcNMjYxMTMwMDczOTIwWhgPMjEyNjExMDYwNzM5MjBaMA0xCzAJ
        BgNVBAMMAmVkMCowBQYDK2VwAyEAZnrxiLm1iOSt/FG33Y5deDZ7uMk0QDtZ0NNn
        sop136SjUzBRMB0GA1UdDgQWBBSSlJyRg6GLHLvaIalMMWpATutDRDAfBgNVHSME
        GDAWgBSSlJyRg6GLHLvaIalMMWpATutDRDAPBgNVHRMBAf8EBTADAQH/MAUGAytl
        cANBAJYjDAZbfoSv66xJrl1+dFcxShkh2flu/znJAUH8WOlj3DDzXMN1fMcRfFK3
        uXoBv7FjpfSpSkxAv2UUJWRi8g4=
        -----END CERTIFICATE-----
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("zot-tls-").FullName;
    private readonly StoppedClock _time = new();
    private readonly TlsOptions _options;
    private DateTime _written = DateTime.UtcNow;

    public ServerTlsTests()
    {
        _options = new TlsOptions { Cert = Path.Combine(_folder, "cert.pem"), Key = Path.Combine(_folder, "key.pem") };
        WritePair("first");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Current_is_the_certificate_of_the_files()
    {
        var tls = Open();

        Assert.Equal("CN=first", Subject(tls));
        Assert.Same(tls.Current(), tls.Current());
    }

    [Fact]
    public void Changed_files_are_used_for_the_next_connection()
    {
        var tls = Open();

        WritePair("second");

        Assert.Equal("CN=first", Subject(tls)); // less than one second has passed
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("CN=second", Subject(tls));
    }

    [Fact]
    public void Invalid_files_keep_the_current_certificate_until_fixed()
    {
        var tls = Open();

        File.WriteAllText(_options.Key!, "broken");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("CN=first", Subject(tls));

        WritePair("second");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("CN=second", Subject(tls));
    }

    [Fact]
    public void Key_of_another_certificate_is_rejected_with_both_files()
    {
        var certificate = File.ReadAllText(_options.Cert!);
        WritePair("second");
        File.WriteAllText(_options.Cert!, certificate);

        var refused = Assert.Throws<CommandException>(Open);

        Assert.Contains(_options.Cert!, refused.Message, StringComparison.Ordinal);
        Assert.Contains(_options.Key!, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_file_is_rejected_with_its_key()
    {
        File.Delete(_options.Key!);

        var refused = Assert.Throws<CommandException>(Open);

        Assert.StartsWith($"http.tls.key is '{_options.Key}', but", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void Invalid_authorities_are_rejected(string pem)
    {
        var authorities = Path.Combine(_folder, "ca.pem");
        File.WriteAllText(authorities, pem);

        var refused = Assert.Throws<CommandException>(() => Open(_options with { CaCert = authorities }));

        Assert.StartsWith($"http.tls.cacert is '{authorities}', but", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ed25519_key_is_rejected_with_the_allowed_types()
    {
        File.WriteAllText(_options.Cert!, Ed25519Certificate);

        var refused = Assert.Throws<CommandException>(Open);

        Assert.Contains("Ed25519", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ECDSA (P-256, P-384, P-521) or RSA", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FIPS_cipher_suites_exclude_ChaCha20()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // the platform chooses the suites
        }

        Assert.DoesNotContain(CipherSuites.Offered(isFips: true), static suite => $"{suite}".Contains("CHACHA20", StringComparison.Ordinal));
        Assert.Contains(CipherSuites.Offered(isFips: false), static suite => $"{suite}".Contains("CHACHA20", StringComparison.Ordinal));
    }

    [Fact]
    public void Configured_authorities_request_a_client_certificate()
    {
        Assert.True(Open(_options with { CaCert = _options.Cert }).Current().ClientCertificateRequired);
        Assert.False(Open().Current().ClientCertificateRequired);
    }

    [Theory]
    [InlineData(SslPolicyErrors.None, true)]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, false)]
    public void Client_certificate_is_accepted_only_from_a_trusted_authority(SslPolicyErrors errors, bool getsIn)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(_options.Cert!);
        var options = Open(_options with { CaCert = _options.Cert }).Current();

        Assert.Equal(getsIn, options.RemoteCertificateValidationCallback!(this, certificate, null, errors));
    }

    [Fact]
    public void Client_without_a_certificate_is_accepted()
    {
        var options = Open(_options with { CaCert = _options.Cert }).Current();

        Assert.True(options.RemoteCertificateValidationCallback!(this, null, null, SslPolicyErrors.RemoteCertificateNotAvailable));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task URLs_in_a_client_certificate_are_never_contacted(bool isIssuedByAnAuthority)
    {
        using var named = new CertificateAddress();
        using var authority = CertificateAddress.CreateAuthority();
        using var other = CertificateAddress.CreateAuthority();
        using var certificate = named.Issue(isIssuedByAnAuthority ? authority : other);
        var authorities = Path.Combine(_folder, "ca.pem");
        await File.WriteAllTextAsync(authorities, authority.ExportCertificatePem(), TestContext.Current.CancellationToken);
        var client = new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ClientCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
#pragma warning disable CA5359 // the server certificate is irrelevant to this test
            RemoteCertificateValidationCallback = static (_, _, _, _) => true,
#pragma warning restore CA5359
        };

        var accepted = await TlsHandshake.TryAsync(
            Open(_options with { CaCert = authorities }).Current(), client, TestContext.Current.CancellationToken);

        Assert.Equal(isIssuedByAnAuthority, accepted);
        Assert.False(named.IsContacted);
    }

    private static string Subject(ServerTls tls) => tls.Current().ServerCertificateContext!.TargetCertificate.Subject;

    private ServerTls Open() => Open(_options);

    private ServerTls Open(TlsOptions options) => new(options, NullLogger<ServerTls>.Instance, _time);

    private void WritePair(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(_options.Cert!, certificate.ExportCertificatePem());
        File.WriteAllText(_options.Key!, key.ExportPkcs8PrivateKeyPem());

        // Versions of equal length within the clock resolution of the file system would be indistinguishable.
        _written = _written.AddSeconds(1);
        File.SetLastWriteTimeUtc(_options.Cert!, _written);
    }

    private sealed class StoppedClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }
}
