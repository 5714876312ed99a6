#if EXT_EVENTS
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Zot.Extensions.Tests.Events.Nats;

/// <summary>Forwards connections to a server, with a delay, or blocked in a direction that a test holds.</summary>
internal sealed class SlowProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly ConcurrentBag<TcpClient> _sockets = [];
    private readonly int _port;
    private readonly Task _run;
    private volatile TaskCompletionSource _requests = Opened();
    private volatile TaskCompletionSource _answers = Opened();

    public SlowProxy(int port)
    {
        _port = port;
        _listener.Start();
        _run = RunAsync();
    }

    public string Url => $"nats://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The delay of each chunk.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Stops forwarding from clients.</summary>
    public void HoldRequests() => _requests = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Stops forwarding to clients.</summary>
    public void HoldAnswers() => _answers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Resumes forwarding.</summary>
    public void Release()
    {
        _requests.TrySetResult();
        _answers.TrySetResult();
    }

    /// <summary>Closes all connections.</summary>
    public void Cut()
    {
        foreach (var socket in _sockets)
        {
            socket.Close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        Cut();
        Release();
        await _run;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var gate = new TaskCompletionSource();
        gate.SetResult();
        return gate;
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

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using var closing = client;
        _sockets.Add(client);
        _sockets.Add(server);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _port, _stop.Token);
            await Task.WhenAny(
                ForwardAsync(client.GetStream(), server.GetStream(), () => _requests.Task),
                ForwardAsync(server.GetStream(), client.GetStream(), () => _answers.Task));
        }
        catch (Exception cause) when (cause is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The server is down, or the test ended.
        }
    }

    private async Task ForwardAsync(NetworkStream from, NetworkStream to, Func<Task> gate)
    {
        try
        {
            var buffer = new byte[16 * 1024];
            while (true)
            {
                await gate().WaitAsync(_stop.Token);
                if (await from.ReadAsync(buffer, _stop.Token) is not (> 0 and var length))
                {
                    return;
                }

                await gate().WaitAsync(_stop.Token);
                await Task.Delay(Delay, _stop.Token);
                await to.WriteAsync(buffer.AsMemory(0, length), _stop.Token);
            }
        }
        catch (Exception cause) when (cause is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One side closed the connection.
        }
    }
}
#endif
