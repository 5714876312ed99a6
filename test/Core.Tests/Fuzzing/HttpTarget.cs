using System.Net.Sockets;
using System.Text;
using Xunit;
using Zot.Testing.Fuzzing;

namespace Zot.Core.Tests.Fuzzing;

/// <summary>Sends bytes to a listening server, each input over a connection of its own.</summary>
internal sealed class HttpTarget : IFuzzTarget
{
    // A request that is not complete gets no response: its client stops sending then.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly FuzzedServer _server;
    private readonly HttpClient _client = new();

    private HttpTarget(FuzzedServer server)
    {
        _server = server;
        _client.BaseAddress = server.Address;
    }

    public int Workers => 16;

    public static async ValueTask<IFuzzTarget> OpenAsync() => new HttpTarget(await FuzzedServer.StartAsync(isOnSocket: true));

    public async Task TryAsync(byte[] input, Random random)
    {
        var response = await SendAsync([.. input, .. "\r\n\r\nGET /v2/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"u8]);

        var error = _server.Errors.Take();
        Assert.True(error is null, error);
        for (var at = response.IndexOf("HTTP/1.", StringComparison.Ordinal); at >= 0; at = response.IndexOf("\r\nHTTP/1.", at + 1, StringComparison.Ordinal))
        {
            // 501 and 505 say that a transfer encoding or a version of HTTP is not supported.
            Assert.DoesNotMatch("^(\r\n)?HTTP/1.[01] 5(?!01|05)", response[at..Math.Min(at + 14, response.Length)]);
        }
    }

    public Task CheckAsync() => FuzzedServer.CheckAsync(_client);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    private async Task<string> SendAsync(byte[] request)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(enable: true, seconds: 0), NoDelay = true };
        var response = new StringBuilder();
        try
        {
            await socket.ConnectAsync(_server.Address.Host, _server.Address.Port);
            var sending = SendAllAsync(socket, request);
            await ReadAsync(socket, response);
            await sending;
        }
        catch (SocketException)
        {
            // The server has closed the connection.
        }

        return response.ToString();
    }

    private static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> request)
    {
        while (!request.IsEmpty)
        {
            request = request[await socket.SendAsync(request)..];
        }
    }

    private static async Task ReadAsync(Socket socket, StringBuilder response)
    {
        var buffer = new byte[16 * 1024];
        var isClosed = false;
        while (true)
        {
            var reading = socket.ReceiveAsync(buffer.AsMemory()).AsTask();
            if (!isClosed && await Task.WhenAny(reading, Task.Delay(Patience, TimeProvider.System)) != reading)
            {
                socket.Shutdown(SocketShutdown.Send);
                isClosed = true;
            }

            var read = await reading;
            if (read == 0)
            {
                return;
            }

            response.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
    }
}
