#if EXT_EVENTS
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zot.Configuration;

namespace Zot.Extensions.Events;

/// <summary>
/// Removes from the journal, once an hour, events that every sink has and that nobody wants to have replayed any more, and dead
/// letters that are too old. Some at a time: a change never waits long for it.
/// </summary>
internal sealed partial class JournalRetention(
    IJournalQueries journal, ZotOptions options, TimeProvider time, ILogger<JournalRetention> logger) : BackgroundService
{
    private const int Some = 500;

    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var retention = options.Extensions.Events!.Retention;
        var endpoints = options.Extensions.Events.Notifications?.Endpoints.Where(static endpoint => endpoint.DeadLetter.Retention > TimeSpan.Zero).ToList() ?? [];
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var endpoint in endpoints)
                {
                    await journal.TrimDeadAsync(endpoint.Name, time.GetUtcNow() - endpoint.DeadLetter.Retention);
                }

                while (await journal.TrimAsync(time.GetUtcNow() - retention, Some) == Some)
                {
                    stoppingToken.ThrowIfCancellationRequested();
                }
            }
            catch (JournalException cause)
            {
                LogNotTrimmed(cause);
            }

            await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(5017, LogLevel.Error, "failed to remove old events from the journal")]
    private partial void LogNotTrimmed(Exception cause);
}
#endif
