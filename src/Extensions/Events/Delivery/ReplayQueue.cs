#if EXT_EVENTS
using Microsoft.Extensions.Logging;
using Zot.Extensions.Events.Journal;

namespace Zot.Extensions.Events.Delivery;

/// <summary>
/// Redelivers the events that an administrator queued for a sink: one at a time, so that a
/// replay does not crowd out new events.
/// </summary>
internal sealed partial class ReplayQueue : IAsyncDisposable
{
    private const int ReadAhead = 32;

    private static readonly TimeSpan JournalPause = TimeSpan.FromSeconds(1);

    private readonly string _name;
    private readonly IEventSink _sink;
    private readonly IJournalQueries _journal;
    private readonly TimeProvider _time;
    private readonly ILogger<ReplayQueue> _logger;
    private readonly SemaphoreSlim _wakeUp = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public ReplayQueue(
        string name, IEventSink sink, IJournalQueries journal, TimeProvider time, ILogger<ReplayQueue> logger) =>
        (_name, _sink, _journal, _time, _logger) = (name, sink, journal, time, logger);

    /// <summary>Starts the queue.</summary>
    public void Start() => _running = Task.Run(RunAsync, CancellationToken.None);

    /// <summary>Signals that events were queued.</summary>
    public void WakeUp()
    {
        try
        {
            _wakeUp.Release();
        }
        catch (Exception cause) when (cause is SemaphoreFullException or ObjectDisposedException)
        {
            // Already signaled, or disposed.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        _wakeUp.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _wakeUp.WaitAsync(_stop.Token);
                await ReplayAsync();
            }
            catch (SinkClosedException)
            {
                LogClosed(_name);
                return;
            }
            catch (Exception cause)
            {
                // Shutdown, or a failure of the journal such as a full disk: undelivered events are still in it.
                await PauseAsync(cause);
                WakeUp();
            }
        }
    }

    private async Task ReplayAsync()
    {
        while (_journal.ReadRequeued(_name, ReadAhead) is { Count: > 0 } entries)
        {
            foreach (var entry in entries)
            {
                await FinishAsync(entry, await DeliverAsync(entry));
            }
        }
    }

    // Retries until it is written: a full disk must not cause a repeated delivery.
    private async Task FinishAsync(JournalEntry entry, DeadLetter? dead)
    {
        while (true)
        {
            try
            {
                await _journal.FinishRequeuedAsync(_name, entry.Sequence, dead);
                return;
            }
            catch (JournalException cause) when (!_stop.IsCancellationRequested)
            {
                await PauseAsync(cause);
            }
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
            return DeadLetterOf(entry, given);
        }
        catch (Exception cause) when (cause is not SinkClosedException && !_stop.IsCancellationRequested)
        {
            // Any exception: the event becomes a dead letter, and the following ones are delivered.
            return DeadLetterOf(entry, UndeliverableException.Of(cause, _time.GetUtcNow()));
        }
    }

    private DeadLetter DeadLetterOf(JournalEntry entry, UndeliverableException given)
    {
        LogDeadLettered(_name, entry.Event.Id, given.Attempts, given.Message);
        return new DeadLetter(_name, entry, given.Attempts, given.Since, _time.GetUtcNow(), given.Message);
    }

    private async Task PauseAsync(Exception cause)
    {
        if (!_stop.IsCancellationRequested)
        {
            LogFailing(cause, _name);
            await Task.Delay(JournalPause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(5014, LogLevel.Error, "failed to replay events from the journal, retrying: {Sink}")]
    private partial void LogFailing(Exception cause, string sink);

    [LoggerMessage(5050, LogLevel.Error, "retries of a replay exhausted, event moved to the dead letters: "
        + "{Sink} {EventId}, attempts: {Attempts}: {Reason}")]
    private partial void LogDeadLettered(string sink, string eventId, int attempts, string reason);

    [LoggerMessage(5051, LogLevel.Error, "event sink closed, replays stay queued until the next start: {Sink}")]
    private partial void LogClosed(string sink);
}
#endif
