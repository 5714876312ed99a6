#if EXT_EVENTS
using Microsoft.Extensions.Logging;
using Zot.Extensions.Events.Journal;

namespace Zot.Extensions.Events.Delivery;

/// <summary>
/// Delivers the events of the journal to one sink: those of a repository in order, those of different repositories
/// concurrently, so that an event that the sink rejects delays only its own repository. The policy can extend the order
/// to all events, or disable it.
/// </summary>
/// <remarks>
/// Regardless of the backlog, only one batch per active repository is in memory, bounded by <see cref="MaxLanes"/> and
/// <see cref="MaxLaneBytes"/>. Manifests are not included: they are read when an event is sent. The queue stops with
/// the registry, or when its sink is closed. An event that cannot be sent becomes a dead letter; failures of the
/// journal are retried.
/// </remarks>
internal sealed partial class SinkQueue : IAsyncDisposable
{
    private const int MaxLanes = 1024;
    private const int ReadAhead = 256;
    private const int MaxLaneBytes = 16 * 1024 * 1024;
    private const int MaxBatchBytes = 4 * 1024 * 1024;

    // The delay between retries while the journal fails, for example because the disk is full.
    private static readonly TimeSpan JournalPause = TimeSpan.FromSeconds(1);

    private readonly string _name;
    private readonly QueuePolicy _policy;
    private readonly IEventSink _sink;
    private readonly IEventJournal _journal;
    private readonly TimeProvider _time;
    private readonly ILogger<SinkQueue> _logger;
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _wakeUp = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly IDisposable _watch;
    private Task _running = Task.CompletedTask;
    private long _scanned;
    private int _failing;

    public SinkQueue(
        string name,
        IEventSink sink,
        QueuePolicy policy,
        IEventJournal journal,
        TimeProvider time,
        ILogger<SinkQueue> logger)
    {
        (_name, _sink, _policy, _journal, _time, _logger) = (name, sink, policy, journal, time, logger);
        _watch = journal.Watch(WakeUp);
    }

    /// <summary>The name of the sink.</summary>
    public string Name => _name;

    /// <summary>The record of the last failure.</summary>
    public LastFailure? Failure { get; init; }

    /// <summary>Indicates whether the queue stopped because the sink is closed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Indicates whether some of its work fails, and is retried until it succeeds.</summary>
    public bool IsFailing => Volatile.Read(ref _failing) > 0;

    /// <summary>Indicates whether an event is being delivered.</summary>
    public bool IsUnderWay(JournalEntry entry)
    {
        lock (_gate)
        {
            return _lanes.TryGetValue(KeyOf(entry), out var lane)
                && lane.Current.Any(current => current.Sequence == entry.Sequence);
        }
    }

    /// <summary>Starts at the position of the sink at the last stop.</summary>
    public async Task StartAsync()
    {
        _scanned = await _journal.OpenSinkAsync(_name);
        _running = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Stops the queue. Undelivered events stay in the journal.</summary>
    public async ValueTask DisposeAsync()
    {
        _watch.Dispose();
        await _stop.CancelAsync();
        await _running;
        await _sink.CloseAsync(CancellationToken.None);
        _stop.Dispose();
        _wakeUp.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                if (!await PersistAsync(ScanAsync))
                {
                    await _wakeUp.WaitAsync(_stop.Token);
                }
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // Shutdown.
        }

        await WaitForLanesAsync();
    }

    // Reads new events from the journal; returns false if there are none, or the queue is full.
    private async ValueTask<bool> ScanAsync()
    {
        var room = Math.Min(Room(), ReadAhead);
        var entries = room <= 0 ? [] : await _journal.ReadAsync(_name, _scanned, repository: null, room);
        foreach (var entry in entries)
        {
            Take(entry);
        }

        return entries.Count > 0;
    }

    // Failures here are caused by the journal, for example a full disk, and not by an event:
    // they are retried indefinitely.
    private async Task<T> PersistAsync<T>(Func<ValueTask<T>> step)
    {
        var isFailing = false;
        try
        {
            while (true)
            {
                try
                {
                    return await step();
                }
                catch (Exception cause) when (!_stop.IsCancellationRequested)
                {
                    // No exception may cause the loss of events in the journal.
                    Failure?.Note(cause.Message);
                    if (!isFailing)
                    {
                        isFailing = true;
                        Interlocked.Increment(ref _failing);
                        LogFailing(cause, _name);
                    }
                }

                await Task.Delay(JournalPause, _time, _stop.Token);
            }
        }
        finally
        {
            if (isFailing)
            {
                Interlocked.Decrement(ref _failing);
            }
        }
    }

    private void Take(JournalEntry entry)
    {
        lock (_gate)
        {
            _scanned = entry.Sequence;
            var key = KeyOf(entry);
            if (_lanes.TryGetValue(key, out var lane))
            {
                lane.Seen = entry.Sequence;
                return;
            }

            lane = new Lane(key, entry);
            _lanes.Add(key, lane);
            lane.Running = Task.Run(() => RunAsync(lane), CancellationToken.None);
        }
    }

    // The number of events to read. If all events are ordered, the read-ahead is bounded: the
    // rest stays in the journal.
    private int Room()
    {
        lock (_gate)
        {
            if (_lanes.Values.Sum(static lane => lane.Bytes) >= MaxLaneBytes)
            {
                return 0;
            }

            return _policy.Ordering != Ordering.Endpoint ? MaxLanes - _lanes.Count
                : _lanes.TryGetValue("", out var lane) ? ReadAhead - (int)Math.Min(ReadAhead, lane.Seen - lane.Last)
                : ReadAhead;
        }
    }

    private async Task WaitForLanesAsync()
    {
        Task[] lanes;
        lock (_gate)
        {
            lanes = [.. _lanes.Values.Select(static lane => lane.Running)];
        }

        await Task.WhenAll(lanes);
    }

    private void WakeUp()
    {
        try
        {
            _wakeUp.Release();
        }
        catch (Exception cause) when (cause is SemaphoreFullException or ObjectDisposedException)
        {
            // Already signaled, or disposed: the journal may still notify during the shutdown.
        }
    }

    [LoggerMessage(5010, LogLevel.Error,
        "retries exhausted, event moved to the dead letters: {Sink} {EventId}, attempts: {Attempts}: {Reason}")]
    private partial void LogDeadLettered(string sink, string eventId, int attempts, string reason);

    [LoggerMessage(5011, LogLevel.Error, "event sink closed, events stay pending until the next start: {Sink}")]
    private partial void LogClosed(string sink);

    [LoggerMessage(5018, LogLevel.Error, "failed to access the event journal, retrying: {Sink}")]
    private partial void LogFailing(Exception cause, string sink);

    [LoggerMessage(5012, LogLevel.Error, "failed to send an event, event moved to the dead letters: {Sink} {EventId}")]
    private partial void LogNotSent(Exception cause, string sink, string eventId);
}
#endif
