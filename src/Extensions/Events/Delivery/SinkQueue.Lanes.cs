#if EXT_EVENTS
using System.Globalization;
using Zot.Extensions.Events.Journal;

namespace Zot.Extensions.Events.Delivery;

internal sealed partial class SinkQueue
{
    private async Task RunAsync(Lane lane)
    {
        try
        {
            do
            {
                await PersistAsync(() => FillAsync(lane));
                await DeliverAsync(lane);
            }
            while (await PersistAsync(() => MoveOnAsync(lane)));
        }
        catch (SinkClosedException)
        {
            IsClosed = true;
            LogClosed(_name);
            await _stop.CancelAsync();
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // Shutdown: the event stays in the journal.
        }
    }

    // Fills the batch with the scanned events of the lane, after waiting for more if so configured.
    private async ValueTask<bool> FillAsync(Lane lane)
    {
        if (_policy.BatchSize == 1 || _policy.Ordering == Ordering.None)
        {
            return false;
        }

        if (_policy.BatchWait > TimeSpan.Zero && lane.Seen - lane.Last < _policy.BatchSize)
        {
            await Task.Delay(_policy.BatchWait, _time, _stop.Token);
        }

        long seen;
        lock (_gate)
        {
            seen = lane.Seen;
        }

        var bytes = lane.Current.Sum(static entry => (long)entry.Length);
        var more = await ReadLaneAsync(lane, _policy.BatchSize - 1);
        lane.Current =
        [
            .. lane.Current,
            .. more.TakeWhile(entry => entry.Sequence <= seen && (bytes += entry.Length) <= MaxBatchBytes),
        ];
        return true;
    }

    // Delivers the current batch. If the registry itself failed to send it, each event is
    // retried alone: others may be valid.
    private async ValueTask DeliverAsync(Lane lane)
    {
        var batch = lane.Current;
        var given = await TryDeliverAsync(lane);
        if (given is not { IsFailure: true } || batch.Count == 1)
        {
            await EndAsync(lane, given);
            return;
        }

        foreach (var entry in batch)
        {
            lane.Current = [entry];
            await EndAsync(lane, await TryDeliverAsync(lane));
        }
    }

    // Retries until it is written: a full disk must not cause a repeated delivery.
    private Task<bool> EndAsync(Lane lane, UndeliverableException? given)
    {
        lane.Missed = given is null ? 0 : lane.Missed + lane.Current.Count;
        return PersistAsync(() => FinishAsync(lane, given));
    }

    private async ValueTask<UndeliverableException?> TryDeliverAsync(Lane lane)
    {
        var events = lane.Current;
        try
        {
            await _sink.WriteAsync(
                lane.Missed == 0 ? events : [events[0] with { Missed = lane.Missed }, .. events.Skip(1)], _stop.Token);
            return null;
        }
        catch (UndeliverableException given)
        {
            if (!given.IsFailure || events.Count == 1)
            {
                LogDeadLettered(_name, events[0].Event.Id, given.Attempts, given.Message);
            }

            return given;
        }
        catch (Exception cause) when (cause is not SinkClosedException && !_stop.IsCancellationRequested)
        {
            // Any exception: the event becomes a dead letter, and the following ones are delivered.
            LogNotSent(cause, _name, events[0].Event.Id);
            return UndeliverableException.Of(cause, _time.GetUtcNow());
        }
    }

    private async ValueTask<bool> FinishAsync(Lane lane, UndeliverableException? given)
    {
        var position = PositionAfter(lane);
        await Task.WhenAll(lane.Current.Select(entry => _journal.FinishAsync(
            _name, entry.Sequence, position,
            given is null ? null : new DeadLetter(
                _name, entry, given.Attempts, given.Since, _time.GetUtcNow(), given.Message)).AsTask()));
        return true;
    }

    private ValueTask<IReadOnlyList<JournalEntry>> ReadLaneAsync(Lane lane, int limit) => _policy.Ordering switch
    {
        Ordering.Repository => _journal.ReadAsync(_name, lane.Last, lane.Key, limit),
        Ordering.Endpoint => _journal.ReadAsync(_name, lane.Last, repository: null, limit),
        _ => ValueTask.FromResult<IReadOnlyList<JournalEntry>>([]),
    };

    private string KeyOf(JournalEntry entry) => _policy.Ordering switch
    {
        Ordering.Repository => entry.Event.Repository,
        Ordering.Endpoint => "",
        _ => entry.Sequence.ToString(CultureInfo.InvariantCulture),
    };

    // Moves the lane to its next event; removes the lane and returns false if there is none.
    private async ValueTask<bool> MoveOnAsync(Lane lane)
    {
        var done = lane.Last;
        while (true)
        {
            long seen;
            lock (_gate)
            {
                seen = lane.Seen;
                if (seen <= done)
                {
                    _lanes.Remove(lane.Key);
                    WakeUp();
                    return false;
                }
            }

            if (await ReadLaneAsync(lane, limit: 1) is [var next])
            {
                lane.Current = [next];
                return true;
            }

            // The scanned events were already processed before the last stop.
            lock (_gate)
            {
                if (lane.Seen == seen)
                {
                    lane.Seen = done;
                }
            }
        }
    }

    // Every event before the first one in progress has been processed.
    private long PositionAfter(Lane finished)
    {
        lock (_gate)
        {
            var position = _scanned;
            foreach (var lane in _lanes.Values)
            {
                if (lane != finished)
                {
                    position = Math.Min(position, lane.Current[0].Sequence - 1);
                }
                else if (lane.Seen > lane.Last)
                {
                    position = Math.Min(position, lane.Last);
                }
            }

            return position;
        }
    }
}
#endif
