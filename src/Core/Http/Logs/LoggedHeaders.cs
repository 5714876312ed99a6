using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Zot.Http.Logs;

/// <summary>
/// Formats request headers for the access log, with the values of well-known headers without credentials.
/// </summary>
/// <remarks>
/// An allowlist rather than a blocklist: proxies and clients introduce new credential headers faster than a blocklist
/// could grow.
/// </remarks>
internal static class LoggedHeaders
{
    // The limit of Kestrel.
    private const int MaxHeaders = 100;

    private const int MaxNameBytes = 128;

    private static readonly string[] Masked = [LoggedTarget.Mask];

    private static readonly FrozenSet<string> Shown = FrozenSet.ToFrozenSet(
        [
            "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Access-Control-Request-Headers",
            "Access-Control-Request-Method", "Cache-Control", "Connection", "Content-Encoding", "Content-Length",
            "Content-Range",
            "Content-Type", "Date", "Docker-Upload-UUID", "Expect", "Host", "If-Match", "If-Modified-Since",
            "If-None-Match",
            "If-Range", "If-Unmodified-Since", "Keep-Alive", "OCI-Chunk-Min-Length", "Origin", "Pragma", "Range",
            "Sec-Fetch-Dest",
            "Sec-Fetch-Mode", "Sec-Fetch-Site", "Sec-Fetch-User", "TE", "Traceparent", "Transfer-Encoding", "Upgrade",
            "User-Agent", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Proto",
            "X-Meta-Source-Client", "X-Real-IP", "X-Request-Id", "X-ZOT-API-CLIENT", "X-Zot-Cluster-Hop-Count",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the headers, with the values of all unlisted headers masked.</summary>
    public static Dictionary<string, string?[]> Of(IHeaderDictionary headers)
    {
        var copy = new Dictionary<string, string?[]>(headers.Count, StringComparer.Ordinal);
        foreach (var (name, values) in headers.Take(MaxHeaders))
        {
            copy[ClientText.Bounded(name, MaxNameBytes)] =
                Shown.Contains(name) ? [ClientText.Bounded(values.ToString())] : Masked;
        }

        return copy;
    }
}
