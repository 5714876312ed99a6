#if EXT_EVENTS
using NATS.Client.Core.Wire;

namespace NATS.Client.Core;

/// <summary>
/// A connection to a NATS server, and to whichever comes after it: lost, it is made again for ever, and what was subscribed is
/// subscribed again.
/// </summary>
internal sealed partial class NatsConnection(NatsOpts opts) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _disposed = new();
    private readonly Reconnection _reconnection = new(opts);
    private readonly Announcements _announcements = new();
    private ConnectionState _state;
    private Session? _session;
    private TaskCompletionSource<Session> _next = Promise();
    private Task _life = Task.CompletedTask;

#pragma warning disable MA0046 // events as NATS.Net has them: their listeners are waited for
    /// <summary>The connection is up, at first or again.</summary>
    public event AsyncEventHandler<NatsEventArgs>? ConnectionOpened;

    /// <summary>The connection is lost.</summary>
    public event AsyncEventHandler<NatsEventArgs>? ConnectionDisconnected;

    /// <summary>The server refuses something that nobody waits for.</summary>
    public event AsyncEventHandler<NatsServerErrorEventArgs>? ServerError;
#pragma warning restore MA0046

    private enum ConnectionState
    {
        Closed,
        Connecting,
        Open,
        Failed,
        Disposed,
    }

    /// <summary>What the server of the newest connection says; <see langword="null"/> before the first.</summary>
    public INatsServerInfo? ServerInfo { get; private set; }

    /// <summary>Connects, or waits until the connection is up again.</summary>
    /// <exception cref="NatsException">The first connection cannot be made.</exception>
    public async ValueTask ConnectAsync() => await SessionAsync();

    /// <summary>Asks the server whether it is there; when it answers, it has taken all that was published before.</summary>
    /// <returns>How long that took.</returns>
    /// <exception cref="NatsException">The connection was lost meanwhile.</exception>
    public async ValueTask<TimeSpan> PingAsync(CancellationToken cancellationToken = default)
    {
        var session = await SessionAsync().WaitAsync(cancellationToken);
        var start = TimeProvider.System.GetTimestamp();
        await session.PingAsync(cancellationToken);
        return TimeProvider.System.GetElapsedTime(start);
    }

    /// <summary>Ends it for good. Whoever waits is told.</summary>
    public async ValueTask DisposeAsync()
    {
        Session? session;
        lock (_gate)
        {
            if (_state == ConnectionState.Disposed)
            {
                return;
            }

            _state = ConnectionState.Disposed;
            session = _session;
            Fail(new ObjectDisposedException(nameof(NatsConnection)));
        }

        await _disposed.CancelAsync();
        if (session is not null)
        {
            await session.DisposeAsync();
        }

        await _life;
        await _announcements.DisposeAsync();
        EndSubscriptions();
    }

    /// <summary>The connection that is up, or the next one.</summary>
    private Task<Session> SessionAsync()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_state == ConnectionState.Disposed, this);
            if (_state == ConnectionState.Failed)
            {
                throw new NatsConnectionFailedException("the server has refused us, and is not asked again");
            }

            if (_state != ConnectionState.Closed)
            {
                return _next.Task;
            }

            _state = ConnectionState.Connecting;
        }

        return ConnectFirstAsync();
    }

    private async Task<Session> ConnectFirstAsync()
    {
        try
        {
            var session = await _reconnection.TryAllAsync(Subscriptions(), _disposed.Token);
            await OpenAsync(session);
            _life = Task.Run(() => LiveAsync(session));
            return session;
        }
        catch (Exception cause)
        {
            lock (_gate)
            {
                // Those who waited for this attempt share its end; the next one to ask tries again.
                if (_state == ConnectionState.Connecting)
                {
                    _state = ConnectionState.Closed;
                    Fail(cause);
                }
            }

            throw;
        }
    }

    private async Task LiveAsync(Session first)
    {
        for (var session = first; session is not null; session = await ReplaceAsync())
        {
            await session.RunAsync(Take, opts.PingInterval);
        }
    }

    private async Task<Session?> ReplaceAsync()
    {
        lock (_gate)
        {
            if (_state == ConnectionState.Disposed)
            {
                return null;
            }

            _state = ConnectionState.Connecting;
            _next = Promise();
        }

        _announcements.Add(() => TellAsync(ConnectionDisconnected, new NatsEventArgs()));
        try
        {
            var session = await _reconnection.TryForEverAsync(Subscriptions, _disposed.Token);
            await OpenAsync(session);
            return session;
        }
        catch (Exception cause) when (cause is OperationCanceledException or ObjectDisposedException or NatsConnectionFailedException)
        {
            lock (_gate)
            {
                _state = _state == ConnectionState.Disposed ? _state : ConnectionState.Failed;
                Fail(cause);
            }

            return null;
        }
    }

    private async Task OpenAsync(Session session)
    {
        var isDisposed = false;
        lock (_gate)
        {
            isDisposed = _state == ConnectionState.Disposed;
            if (!isDisposed)
            {
                _state = ConnectionState.Open;
                _session = session;
                ServerInfo = session.Server;
                _next.TrySetResult(session);
            }
        }

        if (isDisposed)
        {
            await session.DisposeAsync();
            throw new ObjectDisposedException(nameof(NatsConnection));
        }

        _announcements.Add(() => TellAsync(ConnectionOpened, new NatsEventArgs()));
    }

    private void Take(ServerFrame frame)
    {
        switch (frame)
        {
            case ServerFrame.Message { Content: var message }:
                Deliver(message);
                break;
            case ServerFrame.Refusal { Error: var error }:
                _announcements.Add(() => TellAsync(ServerError, new NatsServerErrorEventArgs(error)));
                break;
        }
    }

    private async Task TellAsync<T>(AsyncEventHandler<T>? listeners, T what)
    {
        foreach (var listener in Delegate.EnumerateInvocationList(listeners))
        {
            await listener(this, what);
        }
    }

    private void Fail(Exception cause)
    {
        if (_next.Task.IsCompletedSuccessfully)
        {
            return;
        }

        _next.TrySetException(cause);
        _ = _next.Task.Exception; // perhaps nobody waits
        _next = Promise();
    }

    private static TaskCompletionSource<Session> Promise() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
#endif
