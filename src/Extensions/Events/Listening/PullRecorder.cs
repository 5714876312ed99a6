#if EXT_EVENTS
using Microsoft.Extensions.Logging;

namespace Zot.Extensions.Events;

/// <summary>
/// Writes pulls to the journal, in the order of everything else that is written there. A pull never waits for it: when more
/// come than can be written, the newest are dropped and counted; a change is never dropped.
/// </summary>
internal sealed partial class PullRecorder(IEventJournal journal, Backpressure? backpressure, ILogger<PullRecorder> logger, EventMeter? meter = null)
{
    private const int MaxWaiting = 4096;
    private const string TooMany = "too_many";
    private const string NotWritten = "not_written";

    private int _waiting;
    private long _dropped;

    /// <summary>How many pulls were dropped since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Has a pull written down.</summary>
    public void Record(RegistryEvent pull)
    {
        if (Interlocked.Increment(ref _waiting) > MaxWaiting || backpressure?.Reason is not null)
        {
            Interlocked.Decrement(ref _waiting);
            meter?.Drop(1, TooMany);
            if (Interlocked.Increment(ref _dropped) == 1)
            {
                LogDropping();
            }

            return;
        }

        _ = WriteAsync(pull);
    }

    private async Task WriteAsync(RegistryEvent pull)
    {
        try
        {
            await journal.AppendAsync([pull]);
        }
        catch (Exception cause)
        {
            // Whatever it is: nobody waits for a pull, so nobody else would see it.
            meter?.Drop(1, NotWritten);
            if (Interlocked.Increment(ref _dropped) == 1)
            {
                LogLost(cause);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    [LoggerMessage(5005, LogLevel.Warning, "more pulls than the event journal takes, some are not told of")]
    private partial void LogDropping();

    [LoggerMessage(5006, LogLevel.Error, "failed to write a pull to the event journal, it is not told of")]
    private partial void LogLost(Exception cause);
}
#endif
