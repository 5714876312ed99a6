using System.Globalization;
using Microsoft.AspNetCore.Http;
using Zot.Configuration.Http;
using Zot.Http.Logs;

namespace Zot.Http.Limits;

/// <summary>Rejects clients that exceed the rate limit: 429.</summary>
/// <remarks>Sends both generations of headers that zot sends.</remarks>
internal sealed class RateLimiting
{
    private readonly RequestDelegate _next;
    private readonly TokenBuckets? _common;
    private readonly Dictionary<string, TokenBuckets> _byMethod = new(StringComparer.OrdinalIgnoreCase);

    public RateLimiting(RequestDelegate next, RateLimitOptions options, TimeProvider time)
    {
        _next = next;
        _common = options.Rate > 0 ? new TokenBuckets(options.Rate, time) : null;
        foreach (var method in options.Methods.Where(static method => method.Rate > 0))
        {
            _byMethod[method.Method] = new TokenBuckets(method.Rate, time);
        }
    }

    public Task InvokeAsync(HttpContext context)
    {
        var client = ClientKey.Of(context);
        return (_common is null || Admits(_common, client, context))
            && (!_byMethod.TryGetValue(context.Request.Method, out var buckets) || Admits(buckets, client, context))
                ? _next(context)
                : RefuseAsync(context);
    }

    private static bool Admits(TokenBuckets buckets, ClientKey client, HttpContext context)
    {
        var admitted = buckets.TryTake(client, out var remaining);
        var headers = context.Response.Headers;
        var rate = buckets.Rate.ToString(CultureInfo.InvariantCulture);
        headers["X-Rate-Limit-Limit"] = $"{rate}.00";
        headers["X-Rate-Limit-Duration"] = "1";
        headers["X-Rate-Limit-Request-Remote-Addr"] = ClientAddress.Peer(context);
        headers["RateLimit-Limit"] = rate;
        headers["RateLimit-Reset"] = "1";
        headers["RateLimit-Remaining"] = remaining.ToString(CultureInfo.InvariantCulture);
        if (context.Request.Headers["X-Forwarded-For"]
            .ToString() is { Length: > 0 and <= ClientText.MaxValueBytes } forwarded
            && !forwarded.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            headers["X-Rate-Limit-Request-Forwarded-For"] = forwarded;
        }

        return admitted;
    }

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.RetryAfter = "1";
        return context.Response.WriteAsync("Too Many Requests", context.RequestAborted);
    }
}
