using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Xunit;
using Zot.Client;
using Zot.Client.Commands;
using Zot.Testing;
using Zot.Zli.Server;

namespace Zot.Core.Tests.Zli.Server;

public sealed class ServerConnectionTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public ServerConnectionTests() => _listener.Start();

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _listener.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Response_that_never_ends_is_rejected_at_the_limit()
    {
        using var ended = new CancellationTokenSource();
        var serving = ServeEndlessAsync("HTTP/1.1 200 OK\r\n\r\n", ended.Token);
        using var server = new ServerConnection(Target("http"), new HostCertificates([]), trace: null, maxLength: 1000);

        var cause = await Assert.ThrowsAsync<CommandException>(() => server.GetAsync("/v2/_catalog?n=1", [], CancellationToken.None));

        Assert.Equal($"the response of http://127.0.0.1:{Port}/v2/_catalog is larger than 1000 bytes", cause.Message);
        await ended.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task Error_that_never_ends_is_cut()
    {
        using var ended = new CancellationTokenSource();
        var serving = ServeEndlessAsync("HTTP/1.1 500 Failed\r\n\r\n", ended.Token);
        using var server = new ServerConnection(Target("http"), new HostCertificates([]), trace: null);

        var answer = await server.GetAsync("/", [], CancellationToken.None);

        Assert.InRange(answer.Failure.Length, 60_000, 70_000);
        await ended.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task Response_that_ends_early_is_an_error()
    {
        var serving = ServeAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
        using var server = new ServerConnection(Target("http"), new HostCertificates([]), trace: null);

        var cause = await Assert.ThrowsAsync<RegistryUnavailableException>(() => server.GetAsync("/", [], CancellationToken.None));

        Assert.Contains($"http://127.0.0.1:{Port}", cause.Message, StringComparison.Ordinal);
        await serving;
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public async Task Certificate_is_verified_unless_disabled(bool verifies, bool hasFiles, bool isAccepted)
    {
        using var authority = CertificateAddress.CreateAuthority();
        using var address = new CertificateAddress();
        using var certificate = address.Issue(authority);
        if (hasFiles)
        {
            WriteFiles(authority);
        }

        var serving = ServeTlsAsync(certificate);
        var target = new ServerTarget(new Uri($"https://localhost:{Port}"), verifies, "");
        using var server = new ServerConnection(target, new HostCertificates([_directory["none"], _directory["certs.d"]]), trace: null);

        var cause = await Record.ExceptionAsync(() => server.GetAsync("/", [], CancellationToken.None));

        Assert.Equal(isAccepted, cause is null);
        Assert.True(isAccepted || cause!.Message.StartsWith("failed to establish a secure connection to https://localhost:", StringComparison.Ordinal));
        Assert.Equal(isAccepted && hasFiles, await serving);
        Assert.False(address.IsContacted);
    }

    [Fact]
    public void Unreadable_certificate_is_an_error()
    {
        using var authority = CertificateAddress.CreateAuthority();
        WriteFiles(authority);
        File.WriteAllText(_directory[$"certs.d/localhost:{Port}/ca.crt"], "no certificate");

        var cause = Assert.Throws<CommandException>(() => new ServerConnection(
            new ServerTarget(new Uri($"https://localhost:{Port}"), true, ""), new HostCertificates([_directory["certs.d"]]), trace: null));

        Assert.StartsWith("failed to read a certificate: ", cause.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", ":", "")]
    [InlineData("alice", ":", "")]
    [InlineData("alice:", "alice:", "alice")]
    [InlineData("alice:a:b", "alice:a:b", "alice")]
    public void Credentials_are_split_at_the_first_colon(string user, string sent, string name)
    {
        var target = new ServerTarget(new Uri("http://r"), false, user);

        Assert.Equal(sent, Encoding.UTF8.GetString(Convert.FromBase64String(target.Credentials.Parameter!)));
        Assert.Equal(name, target.UserName);
    }

    private ServerTarget Target(string scheme) => new(new Uri($"{scheme}://127.0.0.1:{Port}"), false, "");

    private void WriteFiles(X509Certificate2 authority)
    {
        using var key = ECDsa.Create();
        using var own = new CertificateRequest("CN=me", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var folder = Directory.CreateDirectory(_directory[$"certs.d/localhost:{Port}"]).FullName;
        File.WriteAllText(Path.Combine(folder, "ca.crt"), authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "client.cert"), own.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "client.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private async Task ServeAsync(string response)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        await ReadRequestAsync(stream);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(response));
    }

    private async Task ServeEndlessAsync(string head, CancellationToken ended)
    {
        using var client = await _listener.AcceptTcpClientAsync(ended);
        await using var stream = client.GetStream();
        await ReadRequestAsync(stream);
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), ended);
            var piece = Encoding.ASCII.GetBytes(new string('x', 4096));
            while (true)
            {
                await stream.WriteAsync(piece, ended);
            }
        }
        catch (Exception cause) when (cause is IOException or OperationCanceledException)
        {
            // The client has closed the connection, or the test has ended.
        }
    }

    // Returns whether the client sent a certificate.
    private async Task<bool> ServeTlsAsync(X509Certificate2 certificate)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        await using var stream = new SslStream(client.GetStream());
        try
        {
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
                CertificateChainPolicy = TlsFiles.Offline(),
                ClientCertificateRequired = true,
                RemoteCertificateValidationCallback = static (_, given, _, _) => given is null || given.Subject == "CN=me",
            });
            await ReadRequestAsync(stream);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray());
            return stream.RemoteCertificate is not null;
        }
        catch (Exception cause) when (cause is IOException or System.Security.Authentication.AuthenticationException)
        {
            return false;
        }
    }

    private static async Task ReadRequestAsync(Stream stream)
    {
        var buffer = new byte[8192];
        var read = 0;
        while (!buffer.AsSpan(0, read).EndsWith("\r\n\r\n"u8))
        {
            var more = await stream.ReadAsync(buffer.AsMemory(read));
            read += more > 0 ? more : throw new IOException("the client has closed the connection");
        }
    }
}
