#if EXT_EVENTS
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zot.Configuration;

namespace Zot.Extensions.Events;

/// <summary>
/// Removes from the journal, once an hour, events that every sink has and that nobody wants to have replayed any more, and dead
/// letters and damaged records that are too old. Some at a time: a change never waits long for it.
/// </summary>
internal sealed partial class JournalRetention(
    IJournalQueries journal, ZotOptions options, TimeProvider time, ILogger<JournalRetention> logger) : BackgroundService
{
    private const int Some = 500;

    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    // Long enough to look at them after the error in the log.
    private static readonly TimeSpan QuarantineRetention = TimeSpan.FromDays(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!journal.IsWritable)
        {
            return; // the log says so since the start
        }

        var retention = options.Extensions.Events!.Retention;
        var endpoints = options.Extensions.Events.Notifications?.Endpoints.Where(static endpoint => endpoint.DeadLetter.Retention > TimeSpan.Zero).ToList() ?? [];
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var endpoint in endpoints)
            {
                await TryAsync(async () => await journal.TrimDeadAsync(endpoint.Name, time.GetUtcNow() - endpoint.DeadLetter.Retention), stoppingToken);
            }

            await TryAsync(
                async () =>
                {
                    while (!stoppingToken.IsCancellationRequested && await journal.TrimAsync(time.GetUtcNow() - retention, Some) == Some)
                    {
                    }
                },
                stoppingToken);
            await TryAsync(async () => await journal.TrimQuarantineAsync(time.GetUtcNow() - QuarantineRetention), stoppingToken);
            await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // One that fails is tried again in an hour; it neither keeps the others from being done nor ends the registry.
    private async Task TryAsync(Func<Task> trim, CancellationToken stoppingToken)
    {
        try
        {
            await trim();
        }
        catch (Exception cause) when (!stoppingToken.IsCancellationRequested)
        {
            // Whatever it is: the rest is trimmed, and the next hour tries again.
            LogNotTrimmed(cause);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The journal may be closed before this is.
        }
    }

    [LoggerMessage(5017, LogLevel.Error, "failed to remove old events from the journal")]
    private partial void LogNotTrimmed(Exception cause);
}
#endif
