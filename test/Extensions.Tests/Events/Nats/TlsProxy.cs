#if EXT_EVENTS
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Zot.Testing.Nats;

namespace Zot.Extensions.Tests.Events.Nats;

/// <summary>Terminates TLS in front of a server without TLS, for one client.</summary>
internal sealed class TlsProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;

    public TlsProxy(NatsCertificates certificates, int port)
    {
        _listener.Start();
        _run = RunAsync(certificates, port);
    }

    public string Url => $"nats://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _run.ContinueWith(static _ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    private async Task RunAsync(NatsCertificates certificates, int port)
    {
        using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
        await using var encrypted = new SslStream(client.GetStream());
        using var pair = X509Certificate2.CreateFromPemFile(certificates.Certificate("server"), certificates.Key("server"));
        await encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = pair }, _stop.Token);
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, port, _stop.Token);
        await using var clear = server.GetStream();
        await Task.WhenAny(encrypted.CopyToAsync(clear, _stop.Token), clear.CopyToAsync(encrypted, _stop.Token));
    }
}
#endif
