using Microsoft.AspNetCore.Http;
using Zot.Hosting;
using Zot.Http.Access;
using Zot.Http.Answers;
using Zot.Http.Requests;
using Zot.Registry;

namespace Zot.Http.Blobs;

/// <summary>Handles blobs: end-2 and end-10.</summary>
internal sealed class BlobEndpoint(IRegistry registry, IBlobSender sender, PullFeed pulls)
{
    public async Task HeadAsync(RegistryRequest.HeadBlob head, HttpContext context)
    {
        // A client that sees an existing blob does not push it.
        var found = await registry.RenewBlobAsync(head.Repository, head.Digest, context.RequestAborted);
        if (found is null)
        {
            await OciErrors.WriteAsync(context, RegistryError.BlobUnknown.With("digest", head.Digest));
            return;
        }

        var isUnmodified = Describe(context, found);
        if (pulls.HasSubscribers)
        {
            pulls.Publish(new ContentPull(head.Repository, found, CommitCheck.Of(context))
            {
                IsHead = true,
                IsUnmodified = isUnmodified,
            });
        }

        if (!isUnmodified)
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

        var isUnmodified = Describe(context, blob.Descriptor);
        if (pulls.HasSubscribers)
        {
            var pull = new ContentPull(get.Repository, blob.Descriptor, CommitCheck.Of(context));
            PublishOnceSent(context, pull with { IsUnmodified = isUnmodified });
        }

        if (isUnmodified)
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
        var wish = new BlobDelete(delete.Repository, delete.Digest) { Call = CommitCheck.Of(context) };
        if (await registry.DeleteBlobAsync(wish, context.RequestAborted))
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }

        await OciErrors.WriteAsync(context, RegistryError.BlobUnknown.With("digest", delete.Digest));
    }

    // A blob whose first bytes cannot be read is not sent: the response becomes an error. A range that cannot be
    // satisfied is no pull either.
    private void PublishOnceSent(HttpContext context, ContentPull pull)
    {
        var response = context.Response;
        response.OnStarting(() =>
        {
            if (pull.IsUnmodified
                || response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status206PartialContent)
            {
                pulls.Publish(pull);
            }

            return Task.CompletedTask;
        });
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
