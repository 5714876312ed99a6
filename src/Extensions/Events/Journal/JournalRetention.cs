#if EXT_EVENTS
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zot.Configuration;

namespace Zot.Extensions.Events;

/// <summary>
/// Removes from the journal, once an hour, events that every sink has and that nobody wants to have replayed any more. Some
/// at a time: a change never waits long for it.
/// </summary>
internal sealed partial class JournalRetention(
    IJournalQueries journal, ZotOptions options, TimeProvider time, ILogger<JournalRetention> logger) : BackgroundService
{
    private const int Some = 500;

    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var retention = options.Extensions.Events!.Retention;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
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
