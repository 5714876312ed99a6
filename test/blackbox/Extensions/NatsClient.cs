using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Extensions;

/// <summary>A NATS client that shares no code with the registry's: it implements the text protocol.</summary>
/// <remarks>https://docs.nats.io/reference/reference-protocols/nats-protocol</remarks>
internal sealed class NatsClient : IAsyncDisposable
{
    private readonly TcpClient _socket = new();
    private readonly ConcurrentQueue<NatsMessage> _messages = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private Stream _stream = Stream.Null;
    private Task _reading = Task.CompletedTask;
    private int _subscriptions;
    private int _pongs;

    private NatsClient()
    {
    }

    /// <summary>The messages received so far.</summary>
    public IReadOnlyList<NatsMessage> Messages => [.. _messages];

    /// <summary>Connects.</summary>
    /// <param name="port">The port of the server.</param>
    /// <param name="user">The user, if the server requires one.</param>
    /// <param name="password">The password.</param>
    /// <param name="authority">The certificate authority of the server in PEM, if it uses TLS.</param>
    public static async Task<NatsClient> ConnectAsync(int port, string? user = null, string? password = null, string? authority = null)
    {
        var client = new NatsClient();
        await client._socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        client._stream = client._socket.GetStream();
        Assert.StartsWith("INFO ", await ReadLineAsync(client._stream), StringComparison.Ordinal);
        if (authority is not null)
        {
            await client.SecureAsync(authority);
        }

        var connect = new JsonObject { ["verbose"] = false, ["pedantic"] = true, ["headers"] = true, ["user"] = user, ["pass"] = password };
        await client.WriteAsync($"CONNECT {connect.ToJsonString()}\r\n");
        client._reading = client.ReadAsync(new BufferedStream(client._stream));
        await client.FlushAsync();
        return client;
    }

    /// <summary>Subscribes, and returns after the server has processed the subscription.</summary>
    /// <returns>The number of the subscription.</returns>
    public async Task<int> SubscribeAsync(string subject)
    {
        var number = Interlocked.Increment(ref _subscriptions);
        await WriteAsync($"SUB {subject} {number}\r\n");
        await FlushAsync();
        return number;
    }

    /// <summary>Publishes a message.</summary>
    public Task PublishAsync(string subject, string text, string? reply = null) =>
        WriteAsync($"PUB {subject} {reply} {Encoding.UTF8.GetByteCount(text)}\r\n{text}\r\n");

    /// <summary>Publishes a message with a header.</summary>
    public Task PublishAsync(string subject, string text, string reply, string header)
    {
        var headers = $"NATS/1.0\r\n{header}\r\n\r\n";
        return WriteAsync($"HPUB {subject} {reply} {headers.Length} {headers.Length + Encoding.UTF8.GetByteCount(text)}\r\n{headers}{text}\r\n");
    }

    /// <summary>Sends a request, and returns the reply.</summary>
    public async Task<JsonElement> RequestAsync(string subject, string text, string? header = null)
    {
        var inbox = $"_INBOX.{Guid.NewGuid():N}";
        var subscription = await SubscribeAsync(inbox);
        await (header is null ? PublishAsync(subject, text, inbox) : PublishAsync(subject, text, inbox, header));
        return (await WaitAsync(subscription, 1))[0].Json;
    }

    /// <summary>Waits for messages of a subscription.</summary>
    public async Task<IReadOnlyList<NatsMessage>> WaitAsync(int subscription, int count)
    {
        await Eventually.TrueAsync(() => Task.FromResult(Of(subscription).Count >= count), $"{count} messages from NATS", Limits.Process);
        return Of(subscription);
    }

    /// <summary>Returns the messages of a stream through a durable consumer, and acknowledges each of them.</summary>
    public async Task<IReadOnlyList<NatsMessage>> ConsumeAsync(string stream, string consumer, int count)
    {
        var config = new JsonObject { ["durable_name"] = consumer, ["ack_policy"] = "explicit", ["deliver_policy"] = "all" };
        var created = await RequestAsync(
            $"$JS.API.CONSUMER.DURABLE.CREATE.{stream}.{consumer}",
            new JsonObject { ["stream_name"] = stream, ["config"] = config }.ToJsonString());
        Assert.False(created.TryGetProperty("error", out var error), $"{error}");

        var inbox = $"_INBOX.{Guid.NewGuid():N}";
        var subscription = await SubscribeAsync(inbox);
        await PublishAsync(
            $"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}", new JsonObject { ["batch"] = count, ["expires"] = 30_000_000_000 }.ToJsonString(), inbox);
        var messages = await WaitAsync(subscription, count);
        foreach (var message in messages)
        {
            await PublishAsync(message.Reply!, "+ACK");
        }

        await FlushAsync();
        return messages;
    }

    /// <summary>Returns the number of messages of a stream; 0 if it does not exist.</summary>
    public async Task<int> CountAsync(string stream) =>
        (await RequestAsync($"$JS.API.STREAM.INFO.{stream}", "")).TryGetProperty("state", out var state)
            ? state.GetProperty("messages").GetInt32()
            : 0;

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _reading;
        await _stream.DisposeAsync();
        _writing.Dispose();
    }

    private static async Task<string?> ReadLineAsync(Stream stream)
    {
        var line = new List<byte>();
        var next = new byte[1];
        while (await stream.ReadAsync(next) == 1)
        {
            if (next[0] == '\n')
            {
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(next[0]);
        }

        return null;
    }

    private List<NatsMessage> Of(int subscription) => [.. _messages.Where(message => message.Subscription == subscription)];

    private async Task SecureAsync(string authority)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(authority);
        var secure = new SslStream(_stream);
        await secure.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "127.0.0.1", CertificateChainPolicy = policy }, TestContext.Current.CancellationToken);
        _stream = secure;
    }

    // The server responds after it has processed everything before the ping.
    private async Task FlushAsync()
    {
        var expected = _pongs + 1;
        await WriteAsync("PING\r\n");
        await Eventually.TrueAsync(() => Task.FromResult(_pongs >= expected), "NATS answers", Limits.Process);
    }

    private async Task WriteAsync(string text)
    {
        await _writing.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            await _stream.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAsync(Stream stream)
    {
        try
        {
            while (await ReadLineAsync(stream) is { } line)
            {
                await TakeAsync(stream, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            }
        }
        catch (Exception cause) when (cause is IOException or ObjectDisposedException)
        {
            // The server was killed, or the test ended.
        }
    }

    private async Task TakeAsync(Stream stream, string[] words)
    {
        switch (words[0])
        {
            case "PING":
                await WriteAsync("PONG\r\n");
                break;
            case "PONG":
                Interlocked.Increment(ref _pongs);
                break;
            case "MSG": // subject, subscription, optional reply subject, size
                var data = await ReadContentAsync(stream, words[^1]);
                _messages.Enqueue(new NatsMessage(Number(words[2]), words[1], words.Length == 5 ? words[3] : null, null, data));
                break;
            case "HMSG": // subject, subscription, optional reply subject, size of the headers, total size
                var all = await ReadContentAsync(stream, words[^1]);
                var headers = Number(words[^2]);
                _messages.Enqueue(new NatsMessage(
                    Number(words[2]), words[1], words.Length == 6 ? words[3] : null, Encoding.UTF8.GetString(all, 0, headers), all[headers..]));
                break;
        }
    }

    private static async Task<byte[]> ReadContentAsync(Stream stream, string size)
    {
        var content = new byte[Number(size) + 2]; // includes the line break
        await stream.ReadExactlyAsync(content);
        return content[..^2];
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
