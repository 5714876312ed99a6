using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Zot.BlackBox.Extensions;

/// <summary>Receives events on a raw socket, to misbehave in ways that an HTTP server does not allow.</summary>
internal sealed class RawReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly ConcurrentQueue<RawEvent> _attempts = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public RawReceiver()
    {
        Port = FreePort.Next();
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _running = RunAsync();
    }

    /// <summary>The function that returns the response to an attempt.</summary>
    public Func<RawEvent, RawAnswer> Answer { get; set; } = static _ => RawAnswer.Ok;

    public int Port { get; }

    public string Address => $"http://127.0.0.1:{Port}/hook?token=in-the-query";

    /// <summary>All attempts so far, regardless of the responses.</summary>
    public IReadOnlyList<RawEvent> Attempts => [.. _attempts];

    /// <summary>Waits until a number of attempts was made.</summary>
    public Task WaitAsync(int count) =>
        Eventually.TrueAsync(() => Task.FromResult(_attempts.Count >= count), $"{count} attempts were made, and not {_attempts.Count}", Limits.Process);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _running;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception cause) when (cause is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test ended.
        }
    }

    private async Task ServeAsync(TcpClient connection)
    {
        using var _ = connection;
        try
        {
            await using var stream = connection.GetStream();
            var attempt = await ReadAsync(stream);
            var answer = Answer(attempt);
            _attempts.Enqueue(attempt);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer.Bytes), _stop.Token);
            if (answer.StaysOpen)
            {
                await Task.Delay(Timeout.Infinite, _stop.Token); // never closes
            }
        }
        catch (Exception cause) when (cause is IOException or OperationCanceledException)
        {
            // The sender closed the connection, or the test ended.
        }
    }

    private async Task<RawEvent> ReadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var next = new byte[1];
        while (!(head.Count > 3 && head[^4..] is [(byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n']))
        {
            await stream.ReadExactlyAsync(next, _stop.Token);
            head.Add(next[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).TrimEnd().Split("\r\n");
        var headers = lines.Skip(1).Select(static line => line.Split(": ", 2)).Select(static pair => KeyValuePair.Create(pair[0], pair[1])).ToList();
        var length = headers.Single(static header => header.Key == "Content-Length").Value;
        var body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return new RawEvent(lines[0], headers, body, TimeProvider.System.GetUtcNow());
    }
}
