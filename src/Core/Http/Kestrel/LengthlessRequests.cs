using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Zot.Http.Kestrel;

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
        // Never waits for its reader, which does not exist yet; the input is what the transport has buffered.
        var input = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
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
        var closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested
            ?? CancellationToken.None;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(closing, connection.ConnectionClosed);
        stop.CancelAfter(MaxWait);
        var input = connection.Transport.Input;
        var head = new HeadScan();
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(stop.Token);
                var (isEnough, end) = head.Inspect(read.Buffer);
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
