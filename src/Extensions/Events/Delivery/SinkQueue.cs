#if EXT_EVENTS
using Microsoft.Extensions.Logging;

namespace Zot.Extensions.Events;

/// <summary>
/// Takes the events of the journal to one sink. The events of a repository go one after the other, those of different
/// repositories side by side: one that the sink will not take holds up nothing but its own repository.
/// </summary>
/// <remarks>
/// In memory there is one event per repository under way, whatever lies in the journal: <see cref="MaxLanes"/> bounds it.
/// </remarks>
internal sealed partial class SinkQueue : IAsyncDisposable
{
    private const int MaxLanes = 1024;
    private const int ReadAhead = 256;

    private readonly string _name;
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

    public SinkQueue(string name, IEventSink sink, IEventJournal journal, TimeProvider time, ILogger<SinkQueue> logger)
    {
        (_name, _sink, _journal, _time, _logger) = (name, sink, journal, time, logger);
        _watch = journal.Watch(WakeUp);
    }

    /// <summary>The sink's name.</summary>
    public string Name => _name;

    /// <summary>Whether it has ended because the sink wants nothing more.</summary>
    public bool IsClosed { get; private set; }

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
                var room = MaxLanes - CountLanes();
                var entries = room <= 0 ? [] : await _journal.ReadAsync(_name, _scanned, repository: null, Math.Min(room, ReadAhead));
                foreach (var entry in entries)
                {
                    Take(entry);
                }

                if (entries.Count == 0)
                {
                    await _wakeUp.WaitAsync(_stop.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
        catch (Exception cause)
        {
            // The registry goes on without this sink; its events stay in the journal.
            LogStopped(cause, _name);
        }

        await WaitForLanesAsync();
    }

    private void Take(JournalEntry entry)
    {
        lock (_gate)
        {
            _scanned = entry.Sequence;
            if (_lanes.TryGetValue(entry.Event.Repository, out var lane))
            {
                lane.Seen = entry.Sequence;
                return;
            }

            lane = new Lane(entry);
            _lanes.Add(entry.Event.Repository, lane);
            lane.Running = Task.Run(() => RunAsync(lane), CancellationToken.None);
        }
    }

    private async Task RunAsync(Lane lane)
    {
        try
        {
            while (true)
            {
                var dead = await DeliverAsync(lane.Current);
                if (!await MoveOnAsync(lane, dead))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end: the event stays where it is.
        }
        catch (SinkClosedException)
        {
            IsClosed = true;
            LogClosed(_name);
            await _stop.CancelAsync();
        }
        catch (Exception cause)
        {
            // Whatever it is, it must not end the process; after a restart the repository goes on here.
            LogStopped(cause, _name);
        }
    }

    private async ValueTask<DeadLetter?> DeliverAsync(JournalEntry entry)
    {
        try
        {
            await _sink.WriteAsync([entry], _stop.Token);
            return null;
        }
        catch (UndeliverableException given)
        {
            LogGivenUp(_name, entry.Event.Id, given.Attempts, given.Message);
            return new DeadLetter(_name, entry, given.Attempts, given.Since, _time.GetUtcNow(), given.Message);
        }
    }

    // Whether the repository has another event for this sink, which is the lane's now.
    private async ValueTask<bool> MoveOnAsync(Lane lane, DeadLetter? dead)
    {
        var done = lane.Current;
        await _journal.FinishAsync(_name, done.Sequence, PositionAfter(lane), dead);
        while (true)
        {
            long seen;
            lock (_gate)
            {
                seen = lane.Seen;
                if (seen <= done.Sequence)
                {
                    _lanes.Remove(done.Event.Repository);
                    WakeUp();
                    return false;
                }
            }

            if (await _journal.ReadAsync(_name, done.Sequence, done.Event.Repository, limit: 1) is [var next])
            {
                lane.Current = next;
                return true;
            }

            // Finished before the last stop: nothing is left up to there.
            lock (_gate)
            {
                if (lane.Seen == seen)
                {
                    lane.Seen = done.Sequence;
                }
            }
        }
    }

    // Everything before the first event under way is done with.
    private long PositionAfter(Lane finished)
    {
        lock (_gate)
        {
            var position = _scanned;
            foreach (var lane in _lanes.Values)
            {
                if (lane != finished)
                {
                    position = Math.Min(position, lane.Current.Sequence - 1);
                }
                else if (lane.Seen > lane.Current.Sequence)
                {
                    position = Math.Min(position, lane.Current.Sequence);
                }
            }

            return position;
        }
    }

    private int CountLanes()
    {
        lock (_gate)
        {
            return _lanes.Count;
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
        catch (SemaphoreFullException)
        {
            // It has been woken already.
        }
    }

    [LoggerMessage(5010, LogLevel.Error, "event given up, it is kept as a dead letter: {Sink} {EventId}, attempts: {Attempts}: {Reason}")]
    private partial void LogGivenUp(string sink, string eventId, int attempts, string reason);

    [LoggerMessage(5011, LogLevel.Error, "event sink wants no more events, they wait until the next start: {Sink}")]
    private partial void LogClosed(string sink);

    [LoggerMessage(5012, LogLevel.Error, "failed to take events to a sink, they wait until the next start: {Sink}")]
    private partial void LogStopped(Exception cause, string sink);
}
#endif
