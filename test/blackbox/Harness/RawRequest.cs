using System.Net.Sockets;
using System.Text;

namespace Zot.BlackBox.Harness;

/// <summary>Sends bytes that an HTTP client would not send, each request over its own connection.</summary>
internal static class RawRequest
{
    /// <summary>
    /// Sends a request head and the start of a body, and reads until the server closes the connection.
    /// </summary>
    /// <param name="port">The port on the loopback interface.</param>
    /// <param name="lines">The request line and the header lines; <c>Connection: close</c> is added.</param>
    /// <param name="body">The bytes after the head.</param>
    public static async Task<string> SendAsync(int port, string[] lines, string body = "")
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, cancellationToken);
        await using var stream = client.GetStream();
        var head = string.Join("\r\n", [.. lines, "Host: 127.0.0.1", "Connection: close", "", ""]);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + body), cancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    /// <summary>Sends a part of a request and resets the connection.</summary>
    public static async Task BreakOffAsync(int port, string[] lines, string body)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var client = new TcpClient { LingerState = new LingerOption(enable: true, seconds: 0) };
        await client.ConnectAsync("127.0.0.1", port, cancellationToken);
        await using var stream = client.GetStream();
        var head = string.Join("\r\n", [.. lines, "Host: 127.0.0.1", "", ""]);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + body), cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }
}
