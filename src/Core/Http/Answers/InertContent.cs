using Microsoft.AspNetCore.Http;

namespace Zot.Http;

/// <summary>Marks content that users have pushed, so that no browser runs it as a page of this registry.</summary>
/// <remarks>
/// The media type is the pusher's choice, and browsers run more than they list: <c>application/vnd.x+xml</c> is XML, and XML
/// has scripts. So every answer is marked, whatever its type.
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
