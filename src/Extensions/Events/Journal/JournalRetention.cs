#if EXT_EVENTS
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zot.Configuration;

namespace Zot.Extensions.Events.Journal;

/// <summary>
/// Removes expired records from the journal once an hour: events that every sink has processed, dead letters and
/// damaged records. Events are removed in batches, so that a change never waits long.
/// </summary>
internal sealed partial class JournalRetention(
    IJournalQueries journal,
    ZotOptions options,
    TimeProvider time,
    ILogger<JournalRetention> logger) : BackgroundService
{
    private const int Some = 500;

    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    // Long enough to inspect them after the logged error.
    private static readonly TimeSpan QuarantineRetention = TimeSpan.FromDays(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!journal.IsWritable)
        {
            return; // logged at startup
        }

        var retention = options.Extensions.Events!.Retention;
        var endpoints = options.Extensions.Events.Notifications?.Endpoints.Where(
            static endpoint => endpoint.DeadLetter.Retention > TimeSpan.Zero).ToList() ?? [];
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var endpoint in endpoints)
            {
                await TryAsync(
                    async () => await journal.TrimDeadAsync(
                        endpoint.Name, time.GetUtcNow() - endpoint.DeadLetter.Retention), stoppingToken);
            }

            await TryAsync(
                async () =>
                {
                    while (!stoppingToken.IsCancellationRequested
                        && await journal.TrimAsync(time.GetUtcNow() - retention, Some) == Some)
                    {
                    }
                },
                stoppingToken);
            await TryAsync(
                async () => await journal.TrimQuarantineAsync(time.GetUtcNow() - QuarantineRetention), stoppingToken);
            await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A failed step is retried in an hour; it neither blocks the other steps nor stops the registry.
    private async Task TryAsync(Func<Task> trim, CancellationToken stoppingToken)
    {
        try
        {
            await trim();
        }
        catch (Exception cause) when (!stoppingToken.IsCancellationRequested)
        {
            // Any exception: the remaining steps still run, and the next hour retries.
            LogNotTrimmed(cause);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The journal may be closed before this service stops.
        }
    }

    [LoggerMessage(5017, LogLevel.Error, "failed to remove expired events from the journal")]
    private partial void LogNotTrimmed(Exception cause);
}
#endif
