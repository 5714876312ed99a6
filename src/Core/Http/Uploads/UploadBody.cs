using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Zot.Http;

/// <summary>What the headers say about the bytes of an upload that a request brings.</summary>
/// <param name="IsPresent">Whether there may be any.</param>
/// <param name="Offset">Where they belong; <see langword="null"/> for right after those that are there.</param>
/// <param name="Length">How many there are; <see langword="null"/> when only their end will tell.</param>
internal readonly record struct UploadBody(bool IsPresent, long? Offset, long? Length)
{
    /// <summary>Reads the headers.</summary>
    /// <param name="context">The request.</param>
    /// <param name="startsOver">
    /// Whether a body of known length without <c>Content-Range</c> is the whole blob, as it is in a <c>PUT</c>: a second
    /// attempt must not be appended to what a first one left behind.
    /// </param>
    /// <param name="body">What they say.</param>
    /// <returns><see langword="false"/> when they contradict each other, or the range cannot be read.</returns>
    public static bool TryRead(HttpContext context, bool startsOver, out UploadBody body)
    {
        var request = context.Request;
        var length = request.ContentLength;
        var isPresent = length is > 0 || (length is null && CanHaveBody(context));
        if (request.Headers.ContentRange.Count == 0)
        {
            body = new UploadBody(isPresent, startsOver && length is > 0 ? 0 : null, length);
            return true;
        }

        var isSound = ChunkRange.TryParse(request.Headers.ContentRange.ToString(), out var range)
            && (length ?? range.Length) == range.Length;
        body = new UploadBody(isPresent, range.First, range.Length);
        return isSound;
    }

    private static bool CanHaveBody(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false };
}
