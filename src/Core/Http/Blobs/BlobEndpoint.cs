using Microsoft.AspNetCore.Http;
using Zot.Http.Answers;
using Zot.Http.Requests;
using Zot.Registry;

namespace Zot.Http.Blobs;

/// <summary>Handles blobs: end-2 and end-10.</summary>
internal sealed class BlobEndpoint(IRegistry registry, IBlobSender sender)
{
    public async Task HeadAsync(RegistryRequest.HeadBlob head, HttpContext context)
    {
        var found = await registry.FindBlobAsync(head.Repository, head.Digest, context.RequestAborted);
        if (found is null)
        {
            await OciErrors.WriteAsync(context, RegistryError.BlobUnknown.With("digest", head.Digest));
            return;
        }

        if (!Describe(context, found))
        {
            context.Response.ContentType = found.MediaType;
            context.Response.ContentLength = found.Size;
        }
    }

    public async Task GetAsync(RegistryRequest.GetBlob get, HttpContext context)
    {
        await using var blob = await registry.OpenBlobAsync(get.Repository, get.Digest, context.RequestAborted);
        if (blob is null)
        {
            await OciErrors.WriteAsync(context, RegistryError.BlobUnknown.With("digest", get.Digest));
            return;
        }

        if (Describe(context, blob.Descriptor))
        {
            return;
        }

        var size = blob.Descriptor.Size;
        var header = context.Request.Headers.Range;
        if (header.Count > 0
            && Conditions.AllowsRange(context, get.Digest)
            && ByteRanges.Parse(header.ToString(), size) is { } ranges)
        {
            await SendAsync(context, blob, ranges);
            return;
        }

        context.Response.ContentType = blob.Descriptor.MediaType;
        context.Response.ContentLength = size;
        await sender.SendAsync(context, blob, 0, size);
    }

    public async Task DeleteAsync(RegistryRequest.DeleteBlob delete, HttpContext context)
    {
        if (await registry.DeleteBlobAsync(delete.Repository, delete.Digest, context.RequestAborted))
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }

        await OciErrors.WriteAsync(context, RegistryError.BlobUnknown.With("digest", delete.Digest));
    }

    private static bool Describe(HttpContext context, Descriptor blob)
    {
        context.Response.Headers.AcceptRanges = "bytes";
        InertContent.Mark(context);
        return Conditions.Describe(context, blob.Digest);
    }

    private Task SendAsync(HttpContext context, BlobContent blob, IReadOnlyList<ByteRange> ranges)
    {
        var response = context.Response;
        var (_, _, size) = blob.Descriptor;
        switch (ranges)
        {
            case []:
                response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                response.Headers.ContentRange = $"bytes */{size}";
                return Task.CompletedTask;
            case [var range]:
                response.StatusCode = StatusCodes.Status206PartialContent;
                response.ContentType = blob.Descriptor.MediaType;
                response.ContentLength = range.Length;
                response.Headers.ContentRange = range.InContentRange(size);
                return sender.SendAsync(context, blob, range.First, range.Length).AsTask();
            default:
                var parts = new MultipartRanges(ranges, blob.Descriptor.MediaType, size);
                response.StatusCode = StatusCodes.Status206PartialContent;
                response.ContentType = parts.ContentType;
                response.ContentLength = parts.ContentLength;
                return parts.SendAsync(context, blob, sender);
        }
    }
}
