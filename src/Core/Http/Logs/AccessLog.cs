using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Zot.Http;

/// <summary>One line for every request: zot's fields under zot's names.</summary>
internal sealed class AccessLog(RequestDelegate next, ILogger<AccessLog> logger, TimeProvider time)
{
    private static readonly EventId EventId = new(2005, "Access");

    private static readonly string[] Masked = ["******"];

    public Task InvokeAsync(HttpContext context) =>
        logger.IsEnabled(LogLevel.Information) ? InvokeAndLogAsync(context) : next(context);

    private async Task InvokeAndLogAsync(HttpContext context)
    {
        var start = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var call = RegistryCall.Of(context);
            LogFields.Write(
                logger,
                EventId,
                "HTTP API",
                new("module", "http"),
                new("component", "session"),
                new("clientIP", ClientAddress.Peer(context)),
                new("method", context.Request.Method),
                new("path", ClientAddress.Target(context)),
                new("statusCode", context.Response.StatusCode),
                new("latency", Seconds(time.GetElapsedTime(start))),
                new("bodySize", BodySize(context, call)),
                new("headers", Headers(context.Request.Headers)),
                new("username", call.Caller.IsAnonymous ? null : call.Caller.Name));
        }
    }

    // As Go writes durations, so that what reads zot's logs reads these.
    private static string Seconds(TimeSpan elapsed) =>
        string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.######}s");

    private static long BodySize(HttpContext context, RegistryCall call) =>
        HttpMethods.IsHead(context.Request.Method)
            ? 0
            : Math.Max(call.StreamedLength, context.Response.ContentLength ?? 0);

    private static Dictionary<string, string?[]> Headers(IHeaderDictionary headers)
    {
        var copy = new Dictionary<string, string?[]>(headers.Count, StringComparer.Ordinal);
        foreach (var (name, values) in headers)
        {
            copy[name] = IsSecret(name) ? Masked : values.ToArray();
        }

        return copy;
    }

    private static bool IsSecret(string name) =>
        name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Proxy-Authorization", StringComparison.OrdinalIgnoreCase);
}
