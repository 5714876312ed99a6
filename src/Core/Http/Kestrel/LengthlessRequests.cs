using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Zot.Http;

/// <summary>Gives an HTTP/1.0 request without a length the length zero: Kestrel answers it with 400, and zot with 202.</summary>
/// <remarks>
/// nginx speaks HTTP/1.0 to the servers behind it unless told otherwise, and a POST that starts an upload has no body. Only the
/// first line of a connection is looked at; what is not HTTP/1.0 goes on untouched.
/// </remarks>
internal sealed class LengthlessRequests(ConnectionDelegate next)
{
    // Beyond it Kestrel rejects the head anyway.
    private const int MaxHead = 64 * 1024;

    // A client that is silent for longer is left to the limits of Kestrel.
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

    // The end of the first line of a request to which a length is to be added; null for all others.
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
            return null; // Kestrel finds the same, and knows what to do
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
