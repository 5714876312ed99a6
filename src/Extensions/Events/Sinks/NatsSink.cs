#if EXT_EVENTS
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using Zot.Configuration.Extensions;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Formats;
using Zot.Extensions.Events.Journal;
using Zot.Hosting;

namespace Zot.Extensions.Events.Sinks;

/// <summary>
/// Publishes events to a NATS subject, as CloudEvents in structured mode. Success means that the server received them,
/// or with JetStream that a stream stored them.
/// </summary>
internal sealed partial class NatsSink : IEventSink, IAsyncDisposable
{
    // Attempts are limited in time even without a connection, so that the retrier counts them and its breaker opens.
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

    /// <summary>Creates a sink without connecting it.</summary>
    /// <exception cref="StartupException">A file cannot be used.</exception>
    public NatsSink(string name, EventSinkOptions options, TimeProvider time, ILogger<NatsSink> logger)
    {
        (_name, _options, _time, _logger) = (name, options, time, logger);
        try
        {
            _connection = new NatsConnection(NatsSinkOpts.From(options));
        }
        catch (Exception cause)
            when (NatsFailures.Includes(cause) || cause is UnauthorizedAccessException or InvalidDataException)
        {
            throw Failure(cause);
        }

        _connection.ConnectionOpened += (_, _) => Log(LogConnected);
        _connection.ConnectionDisconnected += (_, _) => Log(LogLost);
        _connection.ServerError += (_, refusal) =>
        {
            Interlocked.Exchange(ref _refusal, refusal.Error);
            return ValueTask.CompletedTask;
        };
        _stream = options.JetStream ? new NatsStream(_connection, options) : null;
    }

    private (string? Server, ulong? Client) Current => (_connection.ServerInfo?.Id, _connection.ServerInfo?.ClientId);

    /// <summary>Connects, and checks that the stream exists.</summary>
    /// <exception cref="StartupException">Connecting failed, and the configuration requires the sink.</exception>
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
                throw Failure(cause);
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
                // Publishers that hold the connection's writer delay the disposal beyond the client's time limit. They
                // fail, and their events stay in the journal, so that a shutdown need not wait for them.
                LogNotClosed(_name, NatsFailures.ReasonOf(cause));
            }
        }
    }

    private static async Task StoreAsync(
        NatsStream stream, IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken)
    {
        foreach (var entry in events)
        {
            await stream.PublishAsync(entry, cancellationToken);
        }
    }

    private async Task PublishAsync(IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken)
    {
        // 1. Remember the connection: events that are sent over a lost connection may be lost.
        await _connection.ConnectAsync().AsTask().WaitAsync(cancellationToken);
        var before = Current;

        // 2. Publish, then ping: the server responds after it has processed the events.
        foreach (var entry in events)
        {
            await _connection.PublishAsync(
                _options.Channel!, CloudEventStructure.Write(entry), cancellationToken: cancellationToken);
        }

        await _connection.PingAsync(cancellationToken);

        // 3. Verify that the connection that responded is the one that the events were sent over.
        if (before != Current)
        {
            throw new DeliveryException(DeliveryOutcome.Unavailable, "the connection was lost during the attempt");
        }

        // 4. The server sends an error before the pong, but the client reports it asynchronously. A missing permission
        // shows with the first event of a connection, which therefore waits briefly; an error that is reported later
        // fails the next attempt.
        if (_proven != before)
        {
            await Task.Delay(RefusalGrace, _time, cancellationToken);
        }

        if (Interlocked.Exchange(ref _refusal, null) is { } refusal)
        {
            throw new DeliveryException(DeliveryOutcome.Unavailable, $"rejected by the server: {refusal}");
        }

        _proven = before;
    }

    private StartupException Failure(Exception cause) =>
        new($"failed to start the event sink {_name}: {NatsFailures.ReasonOf(cause)}", cause);

    private ValueTask Log(Action<string> log)
    {
        if (!_isClosed)
        {
            log(_name);
        }

        return ValueTask.CompletedTask;
    }

    [LoggerMessage(5030, LogLevel.Information, "event sink connected: {Sink}")]
    private partial void LogConnected(string sink);

    [LoggerMessage(5031, LogLevel.Warning, "event sink lost its connection, reconnecting: {Sink}")]
    private partial void LogLost(string sink);

    [LoggerMessage(5032, LogLevel.Warning, "event sink unavailable at startup: {Sink} {Reason}")]
    private partial void LogNotYet(string sink, string reason);

    [LoggerMessage(5034, LogLevel.Warning, "failed to close the connection of an event sink in time: {Sink} {Reason}")]
    private partial void LogNotClosed(string sink, string reason);
}
#endif
