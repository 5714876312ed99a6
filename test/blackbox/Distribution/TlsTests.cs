using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Zot.BlackBox.Distribution;

/// <summary><c>http.tls</c>.</summary>
public sealed class TlsTests
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds("1.1")]
    [BothBuilds("2.0")]
    public async Task Image_is_pushed_and_pulled_over_both_versions_of_HTTP(string build, string version)
    {
        using var certificate = ServerCertificate.Create();
        await using var zot = await StartAsync(build, certificate);
        using var client = new RegistryClient(zot.Address, null, certificate) { Version = Version.Parse(version) };
        var image = Manifest.Image(Blob.Configuration(), [Blob.Random(5_000_000)]);

        (await client.PushAsync("app", image, "v1")).Expect(201);
        var upload = await client.StartUploadAsync("app");
        (await client.SendAsync("PATCH", upload, new StreamedContent(image.Blobs[1].Content))).Expect(202);

        var pulled = (await client.GetAsync($"/v2/app/blobs/{image.Blobs[1].Digest}")).Expect(200).ExpectBody(image.Blobs[1].Content);
        Assert.Equal(Version.Parse(version), pulled.Version);
        (await client.GetAsync($"/v2/app/blobs/{image.Blobs[1].Digest}", ("Range", "bytes=10-19"))).Expect(206).ExpectBody(image.Blobs[1].Content[10..20]);
        (await client.HeadAsync("/v2/app/manifests/v1")).Expect(200).ExpectHeader("Docker-Content-Digest", image.Digest);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task TLS_1_3_is_supported(string build)
    {
        using var certificate = ServerCertificate.Create();
        await using var zot = await StartAsync(build, certificate);

        await using var tls = await HandshakeAsync(zot.Port, SslProtocols.None);

        Assert.Equal(SslProtocols.Tls13, tls.SslProtocol);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task TLS_1_1_is_rejected(string build)
    {
        using var certificate = ServerCertificate.Create();
        await using var zot = await StartAsync(build, certificate);
#pragma warning disable SYSLIB0039, CA5397 // The old version is offered to check that it is rejected.
        var old = SslProtocols.Tls11;
#pragma warning restore SYSLIB0039, CA5397

        await Assert.ThrowsAnyAsync<Exception>(async () => await HandshakeAsync(zot.Port, old));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Renewed_certificate_is_used_without_a_restart(string build)
    {
        using var certificate = ServerCertificate.Create();
        using var renewed = ServerCertificate.Create();
        await using var zot = await StartAsync(build, certificate);

        ServerCertificate.Write(renewed, zot.Folder.Path);

        await Eventually.TrueAsync(
            async () =>
            {
                await using var tls = await HandshakeAsync(zot.Port, SslProtocols.None);
                return tls.RemoteCertificate!.GetCertHashString() == renewed.GetCertHashString();
            },
            "the renewed certificate is used");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Plain_HTTP_on_the_port_is_rejected_and_the_server_keeps_running(string build)
    {
        using var certificate = ServerCertificate.Create();
        await using var zot = await StartAsync(build, certificate);

        var answer = await Record.ExceptionAsync(() => RawRequest.SendAsync(zot.Port, ["GET /v2/ HTTP/1.1"]));

        Assert.True(answer is null or IOException);
        (await zot.Client.GetAsync("/v2/")).Expect(200);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Unreadable_certificate_fails_the_start_with_an_error_message(string build)
    {
        using var folder = new TemporaryFolder();
        var configuration = folder.Write("config.json", $$$"""
            {
              "storage": { "rootDirectory": "{{{folder.Combine("data")}}}" },
              "http": {
                "port": "{{{FreePort.Next()}}}",
                "tls": { "cert": "{{{folder.Combine("absent.crt")}}}", "key": "{{{folder.Combine("absent.key")}}}" }
              }
            }
            """);

        var run = await CommandRun.ToEndAsync([.. ZotBinary.Command(build), "serve", configuration]);

        Assert.Equal(1, await run.ExitCode);
        Assert.Contains("absent.", run.Transcript, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    private static Task<ZotProcess> StartAsync(string build, X509Certificate2 certificate) => ZotProcess.StartAsync(
        build, (options, folder) => options["http"]!["tls"] = ServerCertificate.Write(certificate, folder), certificate);

    private static async Task<SslStream> HandshakeAsync(int port, SslProtocols protocols)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false);
        try
        {
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                EnabledSslProtocols = protocols,
                CertificateChainPolicy = new X509ChainPolicy
                {
                    RevocationMode = X509RevocationMode.NoCheck,
                    VerificationFlags = X509VerificationFlags.AllFlags,
                },
            };
            await tls.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }
}
