using System.Buffers;
using System.Runtime.ExceptionServices;
using Zot.Storage.Drivers;

namespace Zot.Storage.Uploads;

/// <summary>Takes a request's bytes: while one buffer is filled from the network, the other is written and hashed.</summary>
internal sealed class UploadWriter(UploadSession session, StagedContent target)
{
    // 1 MiB: larger buffers measure no better.
    private const int MaxBufferLength = 1024 * 1024;
    private const int MinBufferLength = 4 * 1024;

    // Room is reserved in steps: a client that promises a terabyte and sends a byte must not fill the disk.
    private const long ReservedAtOnce = 64 * 1024 * 1024;

    private long _reservedUntil;

    /// <summary>Appends all of <paramref name="source"/>; when it breaks, what came before.</summary>
    /// <returns>How many bytes came.</returns>
    internal async ValueTask<long> CopyAsync(Stream source, long? length, CancellationToken cancellationToken)
    {
        // One byte more than will come shows the end within the first buffer.
        var bufferLength = (int)Math.Clamp((length ?? MaxBufferLength) + 1, MinBufferLength, MaxBufferLength);
        var start = session.Length;
        var end = start + length;
        var filling = ArrayPool<byte>.Shared.Rent(bufferLength);
        byte[]? spare = null;
        var writing = Task.CompletedTask;
        try
        {
            while (true)
            {
                var (filled, fault) = await FillAsync(source, filling.AsMemory(0, bufferLength), cancellationToken);
                await writing;
                if (filled < bufferLength)
                {
                    // The end, and the whole of most requests: not worth another thread.
                    await WriteAsync(filling.AsMemory(0, filled), end);
                    fault?.Throw();
                    return session.Length - start;
                }

                var full = filling;
                writing = Task.Run(() => WriteAsync(full.AsMemory(0, bufferLength), end), CancellationToken.None);
                (filling, spare) = (spare ?? ArrayPool<byte>.Shared.Rent(bufferLength), filling);
            }
        }
        finally
        {
            // A buffer goes back only when nobody writes from it any more, whatever else has gone wrong.
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ArrayPool<byte>.Shared.Return(filling);
            if (spare is not null)
            {
                ArrayPool<byte>.Shared.Return(spare);
            }
        }
    }

    // Reads until the buffer is full or the source ends or breaks. A fault is for later: the bytes before it are good.
    private static async ValueTask<(int Filled, ExceptionDispatchInfo? Fault)> FillAsync(
        Stream source, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var filled = 0;
        try
        {
            while (filled < buffer.Length && await source.ReadAsync(buffer[filled..], cancellationToken) is > 0 and var read)
            {
                filled += read;
            }
        }
        catch (Exception fault)
        {
            // Whatever broke the request, what has arrived is kept; the caller throws this again.
            return (filled, ExceptionDispatchInfo.Capture(fault));
        }

        return (filled, null);
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, long? end)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (end is { } total && total - session.Length > bytes.Length && session.Length + bytes.Length > _reservedUntil)
        {
            var room = Math.Min(total - session.Length, ReservedAtOnce);
            target.Reserve(room);
            _reservedUntil = session.Length + room;
        }

        await target.AppendAsync(bytes, CancellationToken.None);
        session.Append(bytes.Span);
    }
}
