#if EXT_EVENTS
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Zot.Extensions.Events.Command;

/// <summary>
/// Reads a stream of Server-Sent Events with keep-alives: one that is silent for too long is considered broken.
/// </summary>
internal static class ServerSentEvents
{
    /// <summary>Reads the messages as they arrive.</summary>
    /// <exception cref="TimeoutException">Nothing was received for <paramref name="silence"/>.</exception>
    public static async IAsyncEnumerable<SseItem<string>> ReadAsync(
        Stream stream,
        TimeSpan silence,
        TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var limited = new TimeLimitedStream(stream, silence, time);
        await foreach (var message in SseParser.Create(limited).EnumerateAsync(cancellationToken))
        {
            yield return message;
        }
    }
}
#endif
