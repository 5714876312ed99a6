#if EXT_EVENTS
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using Zot.Configuration;
using Zot.Hosting;

namespace Zot.Extensions.Events;

/// <summary>
/// Publishes events to a subject of NATS, as CloudEvents in structured mode. Success means that the server has them; with
/// JetStream, that a stream does.
/// </summary>
internal sealed partial class NatsSink : IEventSink, IAsyncDisposable
{
    // An attempt ends at last, also while there is no connection: the retrier counts attempts, and its breaker rests.
    private static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RefusalGrace = TimeSpan.FromMilliseconds(100);

    private readonly string _name;
    private readonly EventSinkOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<NatsSink> _logger;
    private readonly NatsConnection _connection;
    private readonly NatsStream? _stream;
    private (string? Server, ulong? Client) _proven;
    private string? _refusal;
    private volatile bool _isClosed;

    /// <summary>Makes a sink; it does not connect yet.</summary>
    /// <exception cref="StartRefusedException">A file cannot be used.</exception>
    public NatsSink(string name, EventSinkOptions options, TimeProvider time, ILogger<NatsSink> logger)
    {
        (_name, _options, _time, _logger) = (name, options, time, logger);
        try
        {
            _connection = new NatsConnection(NatsSinkOpts.From(options));
        }
        catch (Exception cause) when (NatsFailures.Includes(cause) || cause is UnauthorizedAccessException or InvalidDataException)
        {
            throw Refuse(cause);
        }

        _connection.ConnectionOpened += (_, _) => Tell(LogConnected);
        _connection.ConnectionDisconnected += (_, _) => Tell(LogLost);
        _connection.ServerError += (_, refusal) =>
        {
            Interlocked.Exchange(ref _refusal, refusal.Error);
            return ValueTask.CompletedTask;
        };
        _stream = options.JetStream ? new NatsStream(_connection, options) : null;
    }

    private (string? Server, ulong? Client) Current => (_connection.ServerInfo?.Id, _connection.ServerInfo?.ClientId);

    /// <summary>Connects, and looks whether the stream is there.</summary>
    /// <exception cref="StartRefusedException">That fails, and the configuration requires it.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _connection.ConnectAsync().AsTask().WaitAsync(cancellationToken);
            await (_stream?.EnsureAsync(cancellationToken) ?? Task.CompletedTask);
        }
        catch (Exception cause) when (NatsFailures.Includes(cause) && !cancellationToken.IsCancellationRequested)
        {
            if (_options.Required)
            {
                await DisposeAsync();
                throw Refuse(cause);
            }

            LogNotYet(_name, NatsFailures.ReasonOf(cause));
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken)
    {
        if (_isClosed)
        {
            throw new SinkClosedException(_name);
        }

        using var limit = new CancellationTokenSource(AttemptLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await (_stream is null ? PublishAsync(events, either.Token) : StoreAsync(_stream, events, either.Token));
        }
        catch (Exception cause) when (NatsFailures.Includes(cause) && !cancellationToken.IsCancellationRequested)
        {
            throw _isClosed ? new SinkClosedException(_name) : NatsFailures.Explain(cause);
        }
    }

    /// <inheritdoc/>
    public async ValueTask CloseAsync(CancellationToken cancellationToken) => await DisposeAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            try
            {
                await _connection.DisposeAsync();
            }
            catch (NatsException cause)
            {
                // Publishers that hold the connection's writer delay its end beyond the client's time limit. They fail, and
                // their events stay in the journal: nothing that a shutdown has to wait for.
                LogNotClosed(_name, NatsFailures.ReasonOf(cause));
            }
        }
    }

    private static async Task StoreAsync(NatsStream stream, IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken)
    {
        foreach (var entry in events)
        {
            await stream.PublishAsync(entry, cancellationToken);
        }
    }

    private async Task PublishAsync(IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken)
    {
        // 1. The connection that is to take them: what was given to a lost one is perhaps lost.
        await _connection.ConnectAsync().AsTask().WaitAsync(cancellationToken);
        var before = Current;

        // 2. The events, then a question: the server answers when it has done what came before.
        foreach (var entry in events)
        {
            await _connection.PublishAsync(_options.Channel!, CloudEventStructure.Write(entry), cancellationToken: cancellationToken);
        }

        await _connection.PingAsync(cancellationToken);

        // 3. Whoever has answered is still the one that was given the events.
        if (before != Current)
        {
            throw new DeliveryException(DeliveryOutcome.Unavailable, "the connection was lost meanwhile");
        }

        // 4. A refusal comes before the answer, but we are told of it beside it. Who may not publish may not from the first
        //    event on: the first of a connection waits a little for that; one that is told too late fails the next.
        if (_proven != before)
        {
            await Task.Delay(RefusalGrace, _time, cancellationToken);
        }

        if (Interlocked.Exchange(ref _refusal, null) is { } refusal)
        {
            throw new DeliveryException(DeliveryOutcome.Unavailable, $"the server refuses: {refusal}");
        }

        _proven = before;
    }

    private StartRefusedException Refuse(Exception cause) =>
        new($"the event sink {_name} does not start: {NatsFailures.ReasonOf(cause)}", cause);

    private ValueTask Tell(Action<string> log)
    {
        if (!_isClosed)
        {
            log(_name);
        }

        return ValueTask.CompletedTask;
    }

    [LoggerMessage(5030, LogLevel.Information, "event sink connected: {Sink}")]
    private partial void LogConnected(string sink);

    [LoggerMessage(5031, LogLevel.Warning, "event sink has lost its connection, and reconnects: {Sink}")]
    private partial void LogLost(string sink);

    [LoggerMessage(5032, LogLevel.Warning, "event sink cannot be reached yet: {Sink} {Reason}")]
    private partial void LogNotYet(string sink, string reason);

    [LoggerMessage(5034, LogLevel.Warning, "failed to close the connection of an event sink in time: {Sink} {Reason}")]
    private partial void LogNotClosed(string sink, string reason);
}
#endif
