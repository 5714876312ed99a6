using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Zot.Http;

/// <summary>
/// Adds <c>Content-Length: 0</c> to HTTP/1.0 requests without a length, which Kestrel rejects with 400 and zot accepts
/// with 202.
/// </summary>
/// <remarks>
/// By default, nginx sends HTTP/1.0 to its upstream servers, and a POST that starts an upload has no body. Only the
/// first line of a connection is inspected; any other protocol version passes unchanged.
/// </remarks>
internal sealed class LengthlessRequests(ConnectionDelegate next)
{
    // Kestrel rejects larger heads anyway.
    private const int MaxHead = 64 * 1024;

    // Kestrel's own limits apply to clients that are silent for longer.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    private static readonly byte[] Inserted = "Content-Length: 0\r\nConnection: close\r\n"u8.ToArray();

    public async Task InvokeAsync(ConnectionContext connection)
    {
        if (await FindEndOfFirstLineAsync(connection) is not { } end)
        {
            await next(connection);
            return;
        }

        var original = connection.Transport;
        var input = new Pipe();
        await InsertAsync(original.Input, end, input.Writer);
        connection.Transport = new DuplexPipe(input.Reader, original.Output);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = original;
        }
    }

    // Returns the end of the first line of a request that needs a length; null for all others.
    private static async ValueTask<int?> FindEndOfFirstLineAsync(ConnectionContext connection)
    {
        var closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(closing, connection.ConnectionClosed);
        stop.CancelAfter(MaxWait);
        var input = connection.Transport.Input;
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(stop.Token);
                var (isEnough, end) = Judge(read.Buffer);
                var isLast = isEnough || read.IsCompleted || read.Buffer.Length >= MaxHead;
                input.AdvanceTo(read.Buffer.Start, isLast ? read.Buffer.Start : read.Buffer.End);
                if (isLast)
                {
                    return end;
                }
            }
        }
        catch (Exception cause) when (cause is OperationCanceledException or IOException)
        {
            return null; // Kestrel detects and handles the same condition
        }
    }

    private static (bool IsEnough, int? End) Judge(ReadOnlySequence<byte> buffer)
    {
        if (buffer.PositionOf((byte)'\n') is not { } newLine)
        {
            return (false, null);
        }

        var line = Encoding.Latin1.GetString(buffer.Slice(0, newLine)).TrimEnd('\r');
        var hasNoBody = line.EndsWith(" HTTP/1.0", StringComparison.Ordinal)
            && (line.StartsWith("POST ", StringComparison.Ordinal) || line.StartsWith("PUT ", StringComparison.Ordinal));
        if (!hasNoBody)
        {
            return (true, null);
        }

        var text = Encoding.Latin1.GetString(buffer);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return (false, null);
        }

        int? endOfLine = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        return (true, HasLength(text[..end]) ? null : endOfLine);
    }

    private static bool HasLength(string head) => head.Split('\n').Any(static line =>
        line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)
        || line.StartsWith("Transfer-Encoding:", StringComparison.OrdinalIgnoreCase));

    private static async Task InsertAsync(PipeReader original, int end, PipeWriter writer)
    {
        var read = await original.ReadAsync();
        Write(writer, read.Buffer.Slice(0, end));
        writer.Write(Inserted);
        Write(writer, read.Buffer.Slice(end));
        original.AdvanceTo(read.Buffer.End);
        await writer.FlushAsync();
    }

    private static void Write(PipeWriter writer, ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes)
        {
            writer.Write(segment.Span);
        }
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
