#if EXT_EVENTS
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Zot.Extensions.Events;

/// <summary>Reads a stream of Server-Sent Events that shows signs of life: one that is silent for too long is taken for broken.</summary>
internal static class ServerSentEvents
{
    /// <summary>The messages, as they come.</summary>
    /// <exception cref="TimeoutException">Nothing came for as long as <paramref name="silence"/>.</exception>
    public static async IAsyncEnumerable<SseItem<string>> ReadAsync(
        Stream stream, TimeSpan silence, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var limited = new TimeLimitedStream(stream, silence, time);
        await foreach (var message in SseParser.Create(limited).EnumerateAsync(cancellationToken))
        {
            yield return message;
        }
    }
}
#endif
