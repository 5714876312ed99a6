using System.Globalization;
using System.Net.Http.Headers;
using Zot.Client.Commands;

namespace Zot.Client.Distribution;

/// <summary>The rate limit that a registry reported with its latest response.</summary>
/// <remarks>
/// Docker Hub sends <c>ratelimit-limit: 100;w=21600</c>, <c>ratelimit-remaining: 76;w=21600</c> and
/// <c>docker-ratelimit-source</c>: the address or the account that is counted.
/// </remarks>
/// <param name="Remaining">The number of requests that are still allowed.</param>
/// <param name="Limit">The number of requests per window; <see langword="null"/> if unknown.</param>
/// <param name="Window">The length of the window; <see langword="null"/> if unknown.</param>
/// <param name="Source">The address or account that is counted; <see langword="null"/> if unknown.</param>
/// <param name="Received">The time of the response.</param>
public sealed record RemoteRateLimit(
    long Remaining, long? Limit, TimeSpan? Window, string? Source, DateTimeOffset Received)
{
    private const int MaxSourceLength = 100;

    /// <summary>Reads the headers of a response; <see langword="null"/> if they do not report a rate limit.</summary>
    internal static RemoteRateLimit? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (Parse(headers, "RateLimit-Remaining") is not var (remaining, window))
        {
            return null;
        }

        var source = Find(headers, "Docker-RateLimit-Source") is { Length: <= MaxSourceLength } text
            ? TextTable.Clean(text)
            : null;
        return new RemoteRateLimit(remaining, Parse(headers, "RateLimit-Limit")?.Count, window, source, now);
    }

    private static string? Find(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) && values.Count > 0 ? values.First() : null;

    private static (long Count, TimeSpan? Window)? Parse(HttpResponseHeaders headers, string name)
    {
        var parts = (Find(headers, name) ?? "").Split(';', 2);
        if (!long.TryParse(
            parts[0],
            NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture,
            out var count))
        {
            return null;
        }

        var isWindow = parts.Length == 2 && parts[1].TrimStart().StartsWith("w=", StringComparison.Ordinal);
        return isWindow
            && int.TryParse(parts[1].Trim().AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? (count, TimeSpan.FromSeconds(seconds))
            : (count, null);
    }
}
