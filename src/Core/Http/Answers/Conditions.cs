using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Zot.Registry;

namespace Zot.Http.Answers;

/// <summary>
/// Evaluates conditional requests. Content is immutable under its digest, so the digest is the entity tag.
/// </summary>
/// <remarks>RFC 9110, section 13.1.</remarks>
internal static class Conditions
{
    /// <summary>Sets the entity tag and the digest of a response.</summary>
    /// <returns><see langword="true"/> if the client already has this content; the status is then set to 304.</returns>
    public static bool Describe(HttpContext context, Digest digest)
    {
        var text = digest.ToString();
        var headers = context.Response.Headers;
        headers[OciHeaders.ContentDigest] = text;
        headers.ETag = $"\"{text}\"";
        var known = context.Request.Headers.IfNoneMatch;
        if (known.Count == 0 || !Matches(known, text))
        {
            return false;
        }

        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>
    /// Indicates whether a range may be served: not if the client has the other parts from different content.
    /// </summary>
    public static bool AllowsRange(HttpContext context, Digest digest)
    {
        var known = context.Request.Headers.IfRange;
        return known.Count == 0 || IsQuoted(known.ToString().AsSpan().Trim(" \t"), digest.ToString());
    }

    private static bool Matches(StringValues known, string digest)
    {
        foreach (var line in known)
        {
            foreach (var part in line.AsSpan().Split(','))
            {
                // If-None-Match uses weak comparison: the prefix W/ is ignored.
                var tag = line.AsSpan()[part].Trim(" \t");
                tag = tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
                if (tag is "*" || IsQuoted(tag, digest))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsQuoted(ReadOnlySpan<char> tag, string digest) =>
        tag.Length == digest.Length + 2 && tag[0] == '"' && tag[^1] == '"' && tag[1..^1].SequenceEqual(digest);
}
