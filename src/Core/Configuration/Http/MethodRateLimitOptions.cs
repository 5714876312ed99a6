namespace Zot.Configuration;

/// <summary>An entry of <c>http.ratelimit.methods</c>.</summary>
public sealed record MethodRateLimitOptions
{
    /// <summary>The HTTP method, in capitals.</summary>
    public string Method { get; init; } = "";

    /// <summary>Requests per second, and how many at once.</summary>
    public int Rate { get; init; }
}
