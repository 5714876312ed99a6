using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Zot.Http.Uploads;

/// <summary>The upload data of a request, as declared by its headers.</summary>
/// <param name="IsPresent">Indicates whether the request may have a body.</param>
/// <param name="Offset">The offset of the first byte; <see langword="null"/> to append to the received bytes.</param>
/// <param name="Length">The length in bytes; <see langword="null"/> if unknown.</param>
internal readonly record struct UploadBody(bool IsPresent, long? Offset, long? Length)
{
    /// <summary>Reads the headers.</summary>
    /// <param name="context">The request.</param>
    /// <param name="startsOver">
    /// Indicates whether a body of known length without <c>Content-Range</c> is the whole blob, as it is in a
    /// <c>PUT</c>: a retry must not be appended to the data of a failed attempt.
    /// </param>
    /// <param name="body">The declared upload data.</param>
    /// <returns><see langword="false"/> if the headers are contradictory or the range is malformed.</returns>
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
