#if EXT_EVENTS
using Microsoft.Extensions.Logging;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Model;
using Zot.Hosting;

namespace Zot.Extensions.Events.Listening;

/// <summary>Writes the findings of background tasks to the journal.</summary>
internal sealed partial class EventRecorder(IEventJournal journal, EventBridge bridge, ILogger<EventRecorder> logger)
    : IEventRecorder
{
    /// <inheritdoc/>
    public async ValueTask RecordAsync(RepositoryScrubbed scrubbed)
    {
        try
        {
            await journal.AppendAsync(
            [
                bridge.Create(EventKind.RepositoryScrubbed, scrubbed.Repository, call: null) with
                {
                    Scrub = new EventScrub(
                        scrubbed.Count,
                        scrubbed.AffectedCount,
                        [.. scrubbed.Affected.Select(static result =>
                            new EventDamage(result.Reference, result.AffectedBlob?.ToString(), result.Error))]),
                },
            ]);
        }
        catch (Exception cause)
        {
            // The next scrub finds the damage again, and it is already logged.
            LogNotWritten(cause, scrubbed.Repository.ToString());
        }
    }

    [LoggerMessage(5033, LogLevel.Error,
        "failed to write a scrub result to the event journal, no event is delivered: {Repository}")]
    private partial void LogNotWritten(Exception cause, string repository);
}
#endif
