#if EXT_EVENTS
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zot.Extensions.Events.Journal;

namespace Zot.Extensions.Events.Delivery;

/// <summary>Enforces the limits on pending events, and determines whether changes are accepted.</summary>
/// <param name="maxJournalBytes">The maximum size of the journal in bytes; 0 for no limit.</param>
/// <param name="journal">The journal.</param>
/// <param name="queries">The queries of the same journal.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The logger.</param>
/// <remarks>
/// The limits are checked shortly after a write, so that they may be exceeded by the writes in between.
/// </remarks>
internal sealed partial class Backpressure(
    long maxJournalBytes,
    IEventJournal journal,
    IJournalQueries queries,
    TimeProvider time,
    ILogger<Backpressure> logger) : BackgroundService
{
    private const int Some = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly List<SinkLimit> _limits = [];
    private readonly SemaphoreSlim _written = new(1, 1);
    private volatile string? _reason;

    /// <summary>The reason for rejecting changes; <see langword="null"/> if they are accepted.</summary>
    public string? Reason => _reason;

    /// <summary>Adds the limit of a sink.</summary>
    public void Watch(SinkLimit limit)
    {
        lock (_limits)
        {
            _limits.Add(limit);
        }
    }

    /// <summary>Checks and enforces the limits.</summary>
    public async Task LookAsync()
    {
        SinkLimit[] limits;
        lock (_limits)
        {
            limits = [.. _limits];
        }

        foreach (var limit in limits)
        {
            await EnforceAsync(limit);
        }

        // Events that are kept only for replay are removed first.
        while (maxJournalBytes > 0
            && queries.Size >= maxJournalBytes
            && await queries.TrimAsync(time.GetUtcNow(), Some) > 0)
        {
        }

        var before = _reason;
        _reason = maxJournalBytes > 0 && queries.Size >= maxJournalBytes
            ? "the event journal has reached its maximum size"
                : limits.FirstOrDefault(static limit => limit is { RejectsWrites: true, IsFull: true }) is { } full
                    ? $"the limit of pending events is reached for {full.Name}"
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

    // A failure for one sink must not prevent enforcing the limits of the others.
    private async Task EnforceAsync(SinkLimit limit)
    {
        try
        {
            await limit.EnforceAsync();
        }
        catch (Exception cause)
        {
            // Any exception: the limits of the other sinks are still enforced.
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
                // Shutdown.
                return;
            }
            catch (Exception cause)
            {
                // No exception may stop the registry: the next write to the journal retries.
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
            // Already signaled.
        }
    }

    [LoggerMessage(5020, LogLevel.Error, "changes are rejected: {Reason}")]
    private partial void LogRefusing(string reason);

    [LoggerMessage(5021, LogLevel.Information, "changes are accepted again")]
    private partial void LogAccepting();

    [LoggerMessage(5024, LogLevel.Error, "failed to limit the pending events of a sink: {Sink}")]
    private partial void LogNotRelieved(Exception cause, string sink);

    [LoggerMessage(5022, LogLevel.Error, "failed to drop events from the journal")]
    private partial void LogNotWritten(Exception cause);
}
#endif
