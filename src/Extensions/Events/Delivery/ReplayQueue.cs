#if EXT_EVENTS
using Microsoft.Extensions.Logging;

namespace Zot.Extensions.Events;

/// <summary>
/// Takes to one sink, once more, what an administrator wants it to have: one event at a time, so that a replay never
/// drowns what is new.
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

    public ReplayQueue(string name, IEventSink sink, IJournalQueries journal, TimeProvider time, ILogger<ReplayQueue> logger) =>
        (_name, _sink, _journal, _time, _logger) = (name, sink, journal, time, logger);

    /// <summary>Begins.</summary>
    public void Start() => _running = Task.Run(RunAsync, CancellationToken.None);

    /// <summary>Has it look for something to do.</summary>
    public void WakeUp()
    {
        try
        {
            _wakeUp.Release();
        }
        catch (Exception cause) when (cause is SemaphoreFullException or ObjectDisposedException)
        {
            // It has been woken already, or is gone.
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
                // The end; or the journal fails, as on a full disk: what is not delivered is still in it.
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

    // Until it is written: what was delivered must not be delivered again for a disk that was full for a while.
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
            // Whatever is wrong with the event, it becomes a dead letter, and the next ones are delivered.
            return DeadLetterOf(entry, UndeliverableException.Of(cause, _time.GetUtcNow()));
        }
    }

    private DeadLetter DeadLetterOf(JournalEntry entry, UndeliverableException given)
    {
        LogGivenUp(_name, entry.Event.Id, given.Attempts, given.Message);
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

    [LoggerMessage(5050, LogLevel.Error, "event given up once more, it is kept as a dead letter: {Sink} {EventId}, attempts: {Attempts}: {Reason}")]
    private partial void LogGivenUp(string sink, string eventId, int attempts, string reason);

    [LoggerMessage(5051, LogLevel.Error, "event sink wants no more events, those to be delivered once more wait until the next start: {Sink}")]
    private partial void LogClosed(string sink);
}
#endif
