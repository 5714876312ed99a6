#if EXT_EVENTS
using Microsoft.Extensions.Logging;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Metering;
using Zot.Extensions.Events.Model;

namespace Zot.Extensions.Events.Listening;

/// <summary>
/// Writes pulls to the journal, in order with all other events. A pull never waits for the write: if the backlog
/// exceeds its limits, the newest pulls are dropped and counted. Changes are never dropped.
/// </summary>
internal sealed partial class PullRecorder(
    IEventJournal journal, Backpressure? backpressure, ILogger<PullRecorder> logger, EventMeter? meter = null)
{
    private const int MaxWaiting = 4096;
    private const string TooMany = "too_many";
    private const string NotWritten = "not_written";

    // Events include the manifest if an endpoint wants its references.
    private const long MaxWaitingBytes = 16 * 1024 * 1024;

    private long _waitingBytes;
    private int _waiting;
    private long _dropped;

    /// <summary>The number of pulls that were dropped since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Queues a pull for writing, or drops it.</summary>
    public void Record(RegistryEvent pull)
    {
        var bytes = sizeof(char) * (long)(pull.Manifest?.Length ?? 0);
        var isTooMuch = Interlocked.Increment(ref _waiting) > MaxWaiting
            | Interlocked.Add(ref _waitingBytes, bytes) > MaxWaitingBytes;
        if (isTooMuch || backpressure?.Reason is not null)
        {
            Release(bytes);
            meter?.Drop(1, TooMany);
            if (Interlocked.Increment(ref _dropped) == 1)
            {
                LogDropping();
            }

            return;
        }

        _ = WriteAsync(pull, bytes);
    }

    private void Release(long bytes)
    {
        Interlocked.Decrement(ref _waiting);
        Interlocked.Add(ref _waitingBytes, -bytes);
    }

    private async Task WriteAsync(RegistryEvent pull, long bytes)
    {
        try
        {
            await journal.AppendAsync([pull]);
        }
        catch (Exception cause)
        {
            // No caller waits for the write, so that a failure of any kind can only be logged and counted.
            meter?.Drop(1, NotWritten);
            if (Interlocked.Increment(ref _dropped) == 1)
            {
                LogLost(cause);
            }
        }
        finally
        {
            Release(bytes);
        }
    }

    [LoggerMessage(5005, LogLevel.Warning, "event journal cannot keep up with pulls, pull events are dropped")]
    private partial void LogDropping();

    [LoggerMessage(5006, LogLevel.Error, "failed to write a pull to the event journal, the event is dropped")]
    private partial void LogLost(Exception cause);
}
#endif
