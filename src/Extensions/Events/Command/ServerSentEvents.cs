#if EXT_EVENTS
using System.Runtime.CompilerServices;
using System.Text;

namespace Zot.Extensions.Events;

/// <summary>Reads a stream of Server-Sent Events.</summary>
/// <remarks>HTML, "Server-sent events". A stream that is silent for too long is taken for broken: servers give signs of life.</remarks>
internal static class ServerSentEvents
{
    /// <summary>The messages, as they come.</summary>
    /// <exception cref="TimeoutException">There was no line for as long as <paramref name="silence"/>.</exception>
    public static async IAsyncEnumerable<ServerSentEvent> ReadAsync(
        Stream stream, TimeSpan silence, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var lines = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: -1, leaveOpen: true);
        var data = new List<string>();
        string? id = null;
        while (await ReadLineAsync(lines, silence, time, cancellationToken) is { } line)
        {
            if (line.Length == 0)
            {
                if (id is not null || data.Count > 0)
                {
                    yield return new ServerSentEvent(id, string.Join('\n', data));
                }

                id = null;
                data.Clear();
                continue;
            }

            switch (Split(line))
            {
                case ("id", var value):
                    id = value;
                    break;
                case ("data", var value):
                    data.Add(value);
                    break;
                default:
                    break; // a comment, or a field that we do not use
            }
        }
    }

    private static (string Field, string Value) Split(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? (line, "")
            : (line[..colon], line.AsSpan(colon + 1).StartsWith(' ') ? line[(colon + 2)..] : line[(colon + 1)..]);
    }

    private static async Task<string?> ReadLineAsync(StreamReader lines, TimeSpan silence, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await lines.ReadLineAsync(either.Token);
        }
        catch (OperationCanceledException cause) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing has come for {silence.TotalSeconds} seconds", cause);
        }
    }
}
#endif
