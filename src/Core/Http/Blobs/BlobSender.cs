using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Zot.Registry;

namespace Zot.Http;

/// <summary>Reads into the buffers of the answer, so that each byte is copied once by the kernel on either side.</summary>
internal sealed partial class BlobSender(ILogger<BlobSender> logger) : IBlobSender
{
    // Stays in the second-level cache between read and send; measured best of 64 KiB to 1 MiB.
    private const int PieceLength = LargeBlocks.MaxBlockLength;

    // Kestrel copies what is written before the head. As much as shows that the file can be read: until then there can be an error response.
    private const int FirstPieceLength = 16 * 1024;

    public async ValueTask<bool> SendAsync(HttpContext context, BlobContent blob, long offset, long length)
    {
        var writer = context.Response.BodyWriter;
        var cancellationToken = context.RequestAborted;
        var file = blob.File;
        for (var end = offset + length; offset < end;)
        {
            var wanted = (int)Math.Min(context.Response.HasStarted ? PieceLength : FirstPieceLength, end - offset);
            var buffer = writer.GetMemory(wanted)[..wanted];

            // Not asynchronous on purpose: nearly always the bytes are in memory, and then a detour costs more.
            var read = file is not null
                ? RandomAccess.Read(file, buffer.Span, offset)
                : await blob.ReadAsync(offset, buffer, cancellationToken);
            if (read <= 0)
            {
                // Never end a short body as if it were whole.
                LogShort(blob.Descriptor.Size, offset, blob.Descriptor.Digest.ToString());
                context.Abort();
                return false;
            }

            writer.Advance(read);
            offset += read;
            if (!context.Response.HasStarted && offset < end)
            {
                await context.Response.StartAsync(cancellationToken);
                continue;
            }

            var flushed = await writer.FlushAsync(cancellationToken);
            if (flushed.IsCompleted || flushed.IsCanceled)
            {
                return false;
            }
        }

        return true;
    }

    [LoggerMessage(2001, LogLevel.Error, "blob is shorter than its {Size} bytes, connection aborted at {Offset}: {Digest}")]
    private partial void LogShort(long size, long offset, string digest);
}
