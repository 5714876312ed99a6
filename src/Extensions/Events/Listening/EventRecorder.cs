#if EXT_EVENTS
using Microsoft.Extensions.Logging;
using Zot.Hosting;

namespace Zot.Extensions.Events;

/// <summary>Writes to the journal what is found in the background.</summary>
internal sealed partial class EventRecorder(IEventJournal journal, EventBridge bridge, ILogger<EventRecorder> logger) : IEventRecorder
{
    /// <inheritdoc/>
    public async ValueTask RecordAsync(RepositoryScrubbed scrubbed)
    {
        try
        {
            await journal.AppendAsync(
            [
                bridge.Create(EventKind.RepositoryScrubbed, scrubbed.Repository) with
                {
                    Scrub = new EventScrub(
                        scrubbed.Count,
                        scrubbed.AffectedCount,
                        [.. scrubbed.Affected.Select(static result => new EventDamage(result.Reference, result.AffectedBlob?.ToString(), result.Error))]),
                },
            ]);
        }
        catch (Exception cause)
        {
            // The next search finds it again, and the log has it already.
            LogNotWritten(cause, scrubbed.Repository.ToString());
        }
    }

    [LoggerMessage(5033, LogLevel.Error, "failed to write what was found damaged to the event journal, it is not told of: {Repository}")]
    private partial void LogNotWritten(Exception cause, string repository);
}
#endif
