#if EXT_EVENTS
using System.Collections.Concurrent;

namespace NATS.Client.Core.Wire;

/// <summary>A connection that is up. It ends once, for good; another one takes its place.</summary>
internal sealed class Session(Stream stream, FrameReader frames, ServerInfo server) : IAsyncDisposable
{
    // As NATS.Net has it: two questions may be open; the third is not asked.
    private const int MaxUnanswered = 2;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentQueue<TaskCompletionSource> _pings = new();
    private readonly CancellationTokenSource _ended = new();
    private int _unanswered;

    /// <summary>What the server says of itself and of this connection.</summary>
    public ServerInfo Server { get; private set; } = server;

    /// <summary>Sends; when it returns the bytes are the network's. What has begun is sent whole, whoever waits for it.</summary>
    /// <exception cref="NatsException">The connection has ended.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        await WriteAsync(frame, pong: null).WaitAsync(cancellationToken);
    }

    /// <summary>Asks the server whether it is there; when it answers, it has done all that was sent before.</summary>
    /// <exception cref="NatsException">The connection has ended.</exception>
    public async Task PingAsync(CancellationToken cancellationToken)
    {
        var pong = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _turn.WaitAsync(cancellationToken);
        await WriteAsync(Frames.Ping, pong).WaitAsync(cancellationToken);
        await pong.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Hands over what the server says until the connection ends, whoever ends it.</summary>
    public async Task RunAsync(Action<ServerFrame> take, TimeSpan pingInterval)
    {
        var watch = WatchAsync(pingInterval);
        try
        {
            while (await frames.ReadAsync(_ended.Token) is { } frame)
            {
                Take(frame, take);
            }
        }
        catch (Exception cause) when (cause is IOException or OperationCanceledException or ObjectDisposedException or NatsException)
        {
            // That is how connections end; the next one is made by whoever runs this one.
        }

        await DisposeAsync();
        await watch;
    }

    /// <summary>Ends it. Those who wait for an answer are told.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await stream.DisposeAsync();
        while (_pings.TryDequeue(out var ping))
        {
            Fail(ping);
        }
    }

    private void Take(ServerFrame frame, Action<ServerFrame> take)
    {
        switch (frame)
        {
            case ServerFrame.Ping:
                _ = SendAsync(Frames.Pong, _ended.Token); // not waited for: what is read must not wait for what is written
                break;
            case ServerFrame.Pong:
                _unanswered = 0;
                if (_pings.TryDequeue(out var ping))
                {
                    ping.TrySetResult();
                }

                break;
            case ServerFrame.Info info:
                Server = info.Server;
                break;
            default:
                take(frame);
                break;
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> frame, TaskCompletionSource? pong)
    {
        try
        {
            if (pong is not null)
            {
                _pings.Enqueue(pong);
            }

            await stream.WriteAsync(frame, _ended.Token);
            if (pong is not null && _ended.IsCancellationRequested)
            {
                Fail(pong); // it came into the queue after the queue was emptied
            }
        }
        catch (Exception cause) when (cause is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            await DisposeAsync();
            throw Lost(cause);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task WatchAsync(TimeSpan interval)
    {
        using var timer = new PeriodicTimer(interval, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                if (Interlocked.Increment(ref _unanswered) > MaxUnanswered)
                {
                    await DisposeAsync();
                    return;
                }

                _ = PingAsync(_ended.Token); // not waited for: a connection that hangs takes nothing
            }
        }
        catch (OperationCanceledException)
        {
            // The connection has ended.
        }
    }

    private static NatsException Lost(Exception? cause = null) => new("the connection to the server was lost", cause);

    private static void Fail(TaskCompletionSource ping)
    {
        if (ping.TrySetException(Lost()))
        {
            _ = ping.Task.Exception; // whoever asked may have gone
        }
    }
}
#endif
