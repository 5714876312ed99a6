using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;
using Zot.Testing.Fuzzing;

namespace Zot.Core.Tests.Fuzzing;

/// <summary>Sends bytes to a listening registry, each input over its own connection.</summary>
internal sealed partial class HttpTarget : IFuzzTarget
{
    // An incomplete request gets no response; the client then shuts down its side of the connection.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly FuzzedRegistry _registry;
    private readonly HttpClient _client = new();

    private HttpTarget(FuzzedRegistry registry)
    {
        _registry = registry;
        _client.BaseAddress = registry.Address;
    }

    /// <summary>Gets the placeholder for the id of an upload in progress.</summary>
    public static string Upload => "0f1e2d3c-4b5a-4968-8776-655443322110";

    /// <summary>Gets the placeholder for the ticket of a session.</summary>
    public static string Ticket => new('t', 43);

    public int Workers => 16;

    public static async ValueTask<IFuzzTarget> OpenAsync() => new HttpTarget(await FuzzedRegistry.StartAsync());

    public async Task TryAsync(byte[] input, Random random)
    {
        var request = await CompleteAsync(input);
        var response = await SendAsync([.. request, .. "\r\n\r\nGET /v2/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"u8]);

        var error = _registry.Errors.Take();
        Assert.True(error is null, error);
        Assert.DoesNotMatch(ForeignLocation(), response);
        for (var at = response.IndexOf("HTTP/1.", StringComparison.Ordinal); at >= 0; at = response.IndexOf("\r\nHTTP/1.", at + 1, StringComparison.Ordinal))
        {
            Assert.DoesNotMatch(ServerError(), response[at..Math.Min(at + 14, response.Length)]);
        }
    }

    public Task CheckAsync() => FuzzedServer.CheckAsync(_client);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _registry.DisposeAsync();
    }

    // 501 and 505 report an unsupported transfer encoding or HTTP version; 502 an event receiver that does not respond.
    [GeneratedRegex("^(?:\r\n)?HTTP/1.[01] 5(?!01|02|05)", RegexOptions.CultureInvariant)]
    private static partial Regex ServerError();

    // A browser interprets two leading slashes or backslashes as the start of a host name.
    [GeneratedRegex(@"\r\nLocation: (?!/[^/\\])", RegexOptions.CultureInvariant)]
    private static partial Regex ForeignLocation();

    // Replaces the placeholders for an upload and a session.
    private async Task<byte[]> CompleteAsync(byte[] input)
    {
        var request = input;
        if (input.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Upload)) >= 0)
        {
            request = Replace(request, Upload, (await _registry.StartUploadAsync()).ToString());
        }

        return input.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Ticket)) >= 0
            ? Replace(request, Ticket, await _registry.StartSessionAsync())
            : request;
    }

    // Latin-1 preserves every byte.
    private static byte[] Replace(byte[] request, string text, string by) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(request).Replace(text, by, StringComparison.Ordinal));

    private async Task<string> SendAsync(byte[] request)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(enable: true, seconds: 0), NoDelay = true };
        var response = new StringBuilder();
        try
        {
            await socket.ConnectAsync(_registry.Address.Host, _registry.Address.Port);
            var sending = SendAllAsync(socket, request);
            await ReadAsync(socket, response);
            await sending;
        }
        catch (SocketException)
        {
            // The server closed the connection.
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
