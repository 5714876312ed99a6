#if EXT_EVENTS
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Zot.Extensions.Events;

/// <summary>Watches how much waits, and says whether there may be more.</summary>
/// <param name="maxJournalBytes">How large the journal may become; 0 for as large as the disk.</param>
/// <param name="journal">The journal.</param>
/// <param name="queries">The journal, too.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Who is told.</param>
/// <remarks>It looks a moment after something was written, so that by as much a limit may be passed.</remarks>
internal sealed partial class Backpressure(
    long maxJournalBytes, IEventJournal journal, IJournalQueries queries, TimeProvider time, ILogger<Backpressure> logger) : BackgroundService
{
    private const int Some = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly List<SinkLimit> _limits = [];
    private readonly SemaphoreSlim _written = new(1, 1);
    private volatile string? _reason;

    /// <summary>Why there may be no change now; <see langword="null"/> when there may.</summary>
    public string? Reason => _reason;

    /// <summary>Has a sink watched.</summary>
    public void Watch(SinkLimit limit)
    {
        lock (_limits)
        {
            _limits.Add(limit);
        }
    }

    /// <summary>Looks how much waits.</summary>
    public async Task LookAsync()
    {
        SinkLimit[] limits;
        lock (_limits)
        {
            limits = [.. _limits];
        }

        foreach (var limit in limits)
        {
            await RelieveAsync(limit);
        }

        // What is kept for replay alone goes first.
        while (maxJournalBytes > 0 && queries.Size >= maxJournalBytes && await queries.TrimAsync(time.GetUtcNow(), Some) > 0)
        {
        }

        var before = _reason;
        _reason = maxJournalBytes > 0 && queries.Size >= maxJournalBytes ? "the event journal is as large as it may be"
            : limits.FirstOrDefault(static limit => limit is { RejectsWrites: true, IsFull: true }) is { } full ? $"as many events wait for {full.Name} as may"
            : null;
        if (before is null && _reason is { } reason)
        {
            LogRefusing(reason);
        }
        else if (before is not null && _reason is null)
        {
            LogAccepting();
        }
    }

    // One sink's failure must not keep the limits of the others from being watched.
    private async Task RelieveAsync(SinkLimit limit)
    {
        try
        {
            await limit.RelieveAsync();
        }
        catch (Exception cause)
        {
            // Whatever it is, the limits of the other sinks are watched.
            LogNotRelieved(cause, limit.Name);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var watch = journal.Watch(WakeUp);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _written.WaitAsync(stoppingToken);
                await LookAsync();
                await Task.Delay(Pause, time, stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                // The end.
                return;
            }
            catch (Exception cause)
            {
                // Whatever it is, it must not end the registry: the next write to the journal tries again.
                LogNotWritten(cause);
            }
        }
    }

    private void WakeUp()
    {
        try
        {
            _written.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has been woken already.
        }
    }

    [LoggerMessage(5020, LogLevel.Error, "changes of the registry are refused: {Reason}")]
    private partial void LogRefusing(string reason);

    [LoggerMessage(5021, LogLevel.Information, "changes of the registry are accepted again")]
    private partial void LogAccepting();

    [LoggerMessage(5024, LogLevel.Error, "failed to limit the pending events of a sink: {Sink}")]
    private partial void LogNotRelieved(Exception cause, string sink);

    [LoggerMessage(5022, LogLevel.Error, "failed to drop events from the journal")]
    private partial void LogNotWritten(Exception cause);
}
#endif
