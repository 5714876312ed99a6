using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Zot.Registry;

namespace Zot.Http.Blobs;

/// <summary>Several ranges of a blob in one response: <c>multipart/byteranges</c>.</summary>
/// <remarks>RFC 9110, section 14.6.</remarks>
internal sealed class MultipartRanges
{
    private readonly IReadOnlyList<ByteRange> _ranges;
    private readonly List<byte[]> _heads = [];
    private readonly byte[] _tail;

    public MultipartRanges(IReadOnlyList<ByteRange> ranges, string mediaType, long size)
    {
        _ranges = ranges;

        // Random, so that the content cannot contain it deliberately.
        var boundary = RandomNumberGenerator.GetHexString(32, lowercase: true);
        ContentType = $"multipart/byteranges; boundary={boundary}";
        foreach (var range in ranges)
        {
            var lead = _heads.Count == 0 ? "" : "\r\n";
            _heads.Add(Encoding.ASCII.GetBytes(
                $"{lead}--{boundary}\r\nContent-Type: {mediaType}\r\n"
                + $"Content-Range: {range.InContentRange(size)}\r\n\r\n"));
        }

        _tail = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");
        ContentLength =
            _heads.Sum(static head => (long)head.Length) + ranges.Sum(static range => range.Length) + _tail.Length;
    }

    /// <summary>The content type of the response, including the boundary.</summary>
    public string ContentType { get; }

    /// <summary>The length of the response body in bytes.</summary>
    public long ContentLength { get; }

    /// <summary>Sends the parts.</summary>
    public async Task SendAsync(HttpContext context, BlobContent blob, IBlobSender sender)
    {
        for (var at = 0; at < _ranges.Count; at++)
        {
            await context.Response.BodyWriter.WriteAsync(_heads[at], context.RequestAborted);
            if (!await sender.SendAsync(context, blob, _ranges[at].First, _ranges[at].Length))
            {
                return;
            }
        }

        await context.Response.BodyWriter.WriteAsync(_tail, context.RequestAborted);
    }
}
