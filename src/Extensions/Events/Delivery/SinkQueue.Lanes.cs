#if EXT_EVENTS
using System.Globalization;

namespace Zot.Extensions.Events;

internal sealed partial class SinkQueue
{
    private async Task RunAsync(Lane lane)
    {
        try
        {
            while (true)
            {
                await FillAsync(lane);
                var given = await DeliverAsync(lane);
                lane.Missed = given is null ? 0 : lane.Missed + lane.Current.Count;
                if (!await MoveOnAsync(lane, given))
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

    // Adds to a batch what has been seen of the lane, and waits for more when that is wanted.
    private async ValueTask FillAsync(Lane lane)
    {
        if (_policy.BatchSize == 1 || _policy.Ordering == Ordering.None)
        {
            return;
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

        var more = await ReadLaneAsync(lane, _policy.BatchSize - 1);
        lane.Current = [.. lane.Current, .. more.Where(entry => entry.Sequence <= seen)];
    }

    private async ValueTask<UndeliverableException?> DeliverAsync(Lane lane)
    {
        var events = lane.Current;
        try
        {
            await _sink.WriteAsync(lane.Missed == 0 ? events : [events[0] with { Missed = lane.Missed }, .. events.Skip(1)], _stop.Token);
            return null;
        }
        catch (UndeliverableException given)
        {
            LogGivenUp(_name, events[0].Event.Id, given.Attempts, given.Message);
            return given;
        }
    }

    // Until it is written: what was delivered must not be delivered again for a disk that was full for a while.
    private async ValueTask FinishAsync(Lane lane, UndeliverableException? given)
    {
        while (true)
        {
            try
            {
                var position = PositionAfter(lane);
                await Task.WhenAll(lane.Current.Select(entry => _journal.FinishAsync(
                    _name, entry.Sequence, position,
                    given is null ? null : new DeadLetter(_name, entry, given.Attempts, given.Since, _time.GetUtcNow(), given.Message)).AsTask()));
                return;
            }
            catch (JournalException cause)
            {
                LogNotFinished(cause, _name);
                await Task.Delay(JournalPause, _time, _stop.Token);
            }
        }
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

    // Whether the repository has another event for this sink, which is the lane's now.
    private async ValueTask<bool> MoveOnAsync(Lane lane, UndeliverableException? given)
    {
        var done = lane.Last;
        await FinishAsync(lane, given);
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

            // Finished before the last stop: nothing is left up to there.
            lock (_gate)
            {
                if (lane.Seen == seen)
                {
                    lane.Seen = done;
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
