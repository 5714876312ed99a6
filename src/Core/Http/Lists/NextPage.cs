using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Zot.Http.Requests;
using Zot.Registry;

namespace Zot.Http.Lists;

/// <summary>The link from a page of a list to the next one.</summary>
/// <remarks>RFC 8288; distribution-spec, "Listing Tags".</remarks>
internal static class NextPage
{
    /// <summary>Sets the header <c>Link</c>.</summary>
    public static void Link(HttpContext context, string path, Page page, string last) =>
        context.Response.Headers.Link = string.Create(
            CultureInfo.InvariantCulture, $"<{path}?n={page.Count}&last={Escape(last)}>; rel=\"next\"");

    /// <summary>Sets the header <c>Link</c> of a page of referrers.</summary>
    public static void Link(HttpContext context, RegistryRequest.ListReferrers list, Digest last)
    {
        var query = new StringBuilder();
        foreach (var type in list.ArtifactTypes)
        {
            query.Append("artifactType=").Append(Escape(type)).Append('&');
        }

        if (list.Page.Count is { } count)
        {
            query.Append(CultureInfo.InvariantCulture, $"n={count}&");
        }

        context.Response.Headers.Link =
            $"</v2/{list.Repository}/referrers/{list.Subject}?{query}last={last}>; rel=\"next\"";
    }

    // A slash is allowed in a query, and clients display the link.
    private static string Escape(string name) =>
        Uri.EscapeDataString(name).Replace("%2F", "/", StringComparison.Ordinal);
}
