using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Zot.Storage.Drivers;

namespace Zot.Storage.Uploads;

/// <summary>
/// Stores the body of a request: a task hashes the written bytes while more are received and written.
/// </summary>
/// <remarks>
/// Receiving and writing cost about as much as hashing. Several buffers let each side continue while the other one
/// waits for a processor: with only two buffers, both sides idle for as long as it takes to wake a thread.
/// </remarks>
internal sealed class UploadWriter(UploadSession session, StagedContent target)
{
    /// <summary>The maximum length of a buffer in bytes.</summary>
    internal const int MaxBufferLength = LargeBuffers.MaxKeptLength;

    /// <summary>The maximum number of buffers of one request.</summary>
    internal const int MaxBuffers = 3;

    private const int MinBufferLength = 4 * 1024;

    // Space is reserved in steps: a client that announces a terabyte and sends a byte must not fill the disk.
    private const long ReservedAtOnce = 64 * 1024 * 1024;

    private readonly List<byte[]> _buffers = [];
    private long _reservedUntil;

    /// <summary>Appends all of <paramref name="source"/>; if reading fails, the bytes received before.</summary>
    /// <returns>The number of bytes received.</returns>
    internal async ValueTask<long> CopyAsync(Stream source, long? length, CancellationToken cancellationToken)
    {
        // One byte more than expected detects the end within the first buffer.
        var bufferLength = (int)Math.Clamp((length ?? MaxBufferLength) + 1, MinBufferLength, MaxBufferLength);
        var start = session.Length;
        try
        {
            var buffer = Rent(bufferLength);
            var (filled, fault) = await FillAsync(source, buffer.AsMemory(0, bufferLength), cancellationToken);
            await WriteAsync(buffer.AsMemory(0, filled), start + length);
            if (filled < bufferLength)
            {
                // The entire body of most requests: not worth another thread.
                session.Hash(buffer.AsSpan(0, filled));
            }
            else
            {
                fault = await CopyRestAsync(source, buffer, bufferLength, start + length, cancellationToken);
            }

            fault?.Throw();
            return session.Length - start;
        }
        finally
        {
            _buffers.ForEach(static buffer => LargeBuffers.Pool.Return(buffer));
            _buffers.Clear();
        }
    }

    // Continues after the first buffer is full and written.
    private async ValueTask<ExceptionDispatchInfo?> CopyRestAsync(
        Stream source, byte[] buffer, int bufferLength, long? end, CancellationToken cancellationToken)
    {
        var written =
            Channel.CreateUnbounded<(byte[] Buffer, int Length)>(new() { SingleReader = true, SingleWriter = true });
        var hashed = Channel.CreateUnbounded<byte[]>(new() { SingleReader = true, SingleWriter = true });
        var hashing = Task.Run(() => HashAsync(written.Reader, hashed.Writer), CancellationToken.None);
        try
        {
            var filled = bufferLength;
            ExceptionDispatchInfo? fault = null;
            while (filled == bufferLength)
            {
                written.Writer.TryWrite((buffer, filled));
                buffer = await NextAsync(hashed.Reader, bufferLength);
                (filled, fault) = await FillAsync(source, buffer.AsMemory(0, bufferLength), cancellationToken);
                await WriteAsync(buffer.AsMemory(0, filled), end);
            }

            written.Writer.TryWrite((buffer, filled));
            return fault;
        }
        finally
        {
            // On any exception: written bytes are hashed, and no buffer is returned while it is read.
            written.Writer.Complete();
            await hashing;
        }
    }

    private async Task HashAsync(ChannelReader<(byte[] Buffer, int Length)> written, ChannelWriter<byte[]> hashed)
    {
        try
        {
            await foreach (var (buffer, length) in written.ReadAllAsync())
            {
                session.Hash(buffer.AsSpan(0, length));
                hashed.TryWrite(buffer);
            }
        }
        finally
        {
            hashed.Complete();
        }
    }

    private ValueTask<byte[]> NextAsync(ChannelReader<byte[]> hashed, int bufferLength) =>
        _buffers.Count < MaxBuffers
            ? ValueTask.FromResult(Rent(bufferLength))
            : hashed.ReadAsync(CancellationToken.None);

    private byte[] Rent(int length)
    {
        var buffer = LargeBuffers.Pool.Rent(length);
        _buffers.Add(buffer);
        return buffer;
    }

    // Reads until the buffer is full or the source ends or fails. The exception is deferred: the bytes before it are
    // valid.
    private static async ValueTask<(int Filled, ExceptionDispatchInfo? Fault)> FillAsync(
        Stream source, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var filled = 0;
        try
        {
            while (filled < buffer.Length
                && await source.ReadAsync(buffer[filled..], cancellationToken) is > 0 and var read)
            {
                filled += read;
            }
        }
        catch (Exception fault)
        {
            // Received bytes are kept on any exception; the caller rethrows it.
            return (filled, ExceptionDispatchInfo.Capture(fault));
        }

        return (filled, null);
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, long? end)
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
        session.Length += bytes.Length;
    }
}
