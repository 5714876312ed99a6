using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Zot.Http;

/// <summary>The headers of a request as the access log has them: values of well-known headers that carry no credentials.</summary>
/// <remarks>
/// A list of what is logged, not of what is hidden: proxies and clients invent names for credentials faster than a list of
/// these grows.
/// </remarks>
internal static class LoggedHeaders
{
    // As many as Kestrel takes.
    private const int MaxHeaders = 100;

    private const int MaxNameBytes = 128;

    private static readonly string[] Masked = [LoggedTarget.Mask];

    private static readonly FrozenSet<string> Shown = FrozenSet.ToFrozenSet(
        [
            "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Access-Control-Request-Headers",
            "Access-Control-Request-Method", "Cache-Control", "Connection", "Content-Encoding", "Content-Length", "Content-Range",
            "Content-Type", "Date", "Docker-Upload-UUID", "Expect", "Host", "If-Match", "If-Modified-Since", "If-None-Match",
            "If-Range", "If-Unmodified-Since", "Keep-Alive", "OCI-Chunk-Min-Length", "Origin", "Pragma", "Range", "Sec-Fetch-Dest",
            "Sec-Fetch-Mode", "Sec-Fetch-Site", "Sec-Fetch-User", "TE", "Traceparent", "Transfer-Encoding", "Upgrade",
            "User-Agent", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Proto",
            "X-Meta-Source-Client", "X-Real-IP", "X-Request-Id", "X-ZOT-API-CLIENT", "X-Zot-Cluster-Hop-Count",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The headers; what is not known to be harmless has its name and a mask.</summary>
    public static Dictionary<string, string?[]> Of(IHeaderDictionary headers)
    {
        var copy = new Dictionary<string, string?[]>(headers.Count, StringComparer.Ordinal);
        foreach (var (name, values) in headers.Take(MaxHeaders))
        {
            copy[ClientText.Bounded(name, MaxNameBytes)] = Shown.Contains(name) ? [ClientText.Bounded(values.ToString())] : Masked;
        }

        return copy;
    }
}
