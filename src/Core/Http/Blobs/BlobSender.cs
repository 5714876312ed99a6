using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Zot.Http.Kestrel;
using Zot.Registry;

namespace Zot.Http.Blobs;

/// <summary>
/// Reads directly into the buffers of the response, so that the kernel copies each byte once per side.
/// </summary>
internal sealed partial class BlobSender(ILogger<BlobSender> logger) : IBlobSender
{
    // Fits the second-level cache between read and send; the fastest of 64 KiB to 1 MiB.
    private const int PieceLength = LargeBlocks.MaxBlockLength;

    // Kestrel copies data written before the head. This much proves that the file is readable: until then an error
    // response is still possible.
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

            // Deliberately synchronous: the data is nearly always in the page cache, and asynchronous reads cost more.
            var read = file is not null
                ? RandomAccess.Read(file, buffer.Span, offset)
                : await blob.ReadAsync(offset, buffer, cancellationToken);
            if (read <= 0)
            {
                // A truncated body must never look complete.
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

    [LoggerMessage(2001, LogLevel.Error, "blob truncated, connection aborted: {Size} {Offset} {Digest}")]
    private partial void LogShort(long size, long offset, string digest);
}
