#if EXT_EVENTS
using Microsoft.Extensions.Logging;

namespace Zot.Extensions.Events;

/// <summary>
/// Takes the events of the journal to one sink. The events of a repository go one after the other, those of different
/// repositories side by side: one that the sink will not take holds up nothing but its own repository. Where the policy says
/// so it is all events that go one after the other, or none.
/// </summary>
/// <remarks>
/// In memory there is one batch per repository under way, whatever lies in the journal: <see cref="MaxLanes"/> and
/// <see cref="MaxLaneBytes"/> bound it, without the manifests, which are read when an event is sent. The queue ends with the
/// registry, or when its sink is closed. An event that cannot be sent becomes a dead letter; a journal that fails is retried.
/// </remarks>
internal sealed partial class SinkQueue : IAsyncDisposable
{
    private const int MaxLanes = 1024;
    private const int ReadAhead = 256;
    private const int MaxLaneBytes = 16 * 1024 * 1024;
    private const int MaxBatchBytes = 4 * 1024 * 1024;

    // While the journal cannot be written, for example because the disk is full.
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

    public SinkQueue(string name, IEventSink sink, QueuePolicy policy, IEventJournal journal, TimeProvider time, ILogger<SinkQueue> logger)
    {
        (_name, _sink, _policy, _journal, _time, _logger) = (name, sink, policy, journal, time, logger);
        _watch = journal.Watch(WakeUp);
    }

    /// <summary>The sink's name.</summary>
    public string Name => _name;

    /// <summary>The record of the last failure.</summary>
    public LastFailure? Failure { get; init; }

    /// <summary>Whether it has ended because the sink wants nothing more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Indicates whether some of its work fails, and is retried until it succeeds.</summary>
    public bool IsFailing => Volatile.Read(ref _failing) > 0;

    /// <summary>Whether an event is on its way to the sink.</summary>
    public bool IsUnderWay(JournalEntry entry)
    {
        lock (_gate)
        {
            return _lanes.TryGetValue(KeyOf(entry), out var lane) && lane.Current.Any(current => current.Sequence == entry.Sequence);
        }
    }

    /// <summary>Begins where the sink was at the last stop.</summary>
    public async Task StartAsync()
    {
        _scanned = await _journal.OpenSinkAsync(_name);
        _running = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Stops. What was not delivered stays in the journal.</summary>
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
            // The end.
        }

        await WaitForLanesAsync();
    }

    // Takes up what is new in the journal; false when there is nothing, or no room for it.
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

    // A failure here is one of the journal, such as a full disk, and of no event: it is retried for as long as it lasts.
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
                    // Whatever it is: what the journal has must not be lost for it.
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

    // How many events to look at. Where all go one after the other, some at a time: they wait in the journal.
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
            // It has been woken already, or is gone: the journal may tell it of what was written while it stopped.
        }
    }

    [LoggerMessage(5010, LogLevel.Error, "event given up, it is kept as a dead letter: {Sink} {EventId}, attempts: {Attempts}: {Reason}")]
    private partial void LogGivenUp(string sink, string eventId, int attempts, string reason);

    [LoggerMessage(5011, LogLevel.Error, "event sink wants no more events, they wait until the next start: {Sink}")]
    private partial void LogClosed(string sink);

    [LoggerMessage(5018, LogLevel.Error, "failed to use the event journal, retrying: {Sink}")]
    private partial void LogFailing(Exception cause, string sink);

    [LoggerMessage(5012, LogLevel.Error, "failed to send an event, it is kept as a dead letter: {Sink} {EventId}")]
    private partial void LogNotSent(Exception cause, string sink, string eventId);
}
#endif
