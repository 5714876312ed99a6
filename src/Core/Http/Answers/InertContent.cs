using Microsoft.AspNetCore.Http;

namespace Zot.Http.Answers;

/// <summary>Marks user content so that no browser executes it as a page of this registry.</summary>
/// <remarks>
/// The pusher chooses the media type, and browsers execute more types than they list: <c>application/vnd.x+xml</c> is
/// XML, and XML may contain scripts. Therefore every response is marked, regardless of its type.
/// </remarks>
internal static class InertContent
{
    private const string Policy = "default-src 'none'; sandbox";
    private const string NoSniff = "nosniff";

    /// <summary>Adds the headers.</summary>
    public static void Mark(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.XContentTypeOptions = NoSniff;
    }
}
