using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Zot.Http;

/// <summary>One line for every request: zot's fields under zot's names.</summary>
internal sealed partial class AccessLog(RequestDelegate next, ILogger<AccessLog> logger, TimeProvider time)
{
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
            LogRequest(
                "http",
                "session",
                ClientAddress.Peer(context),
                context.Request.Method,
                ClientAddress.Target(context),
                context.Response.StatusCode,
                Seconds(time.GetElapsedTime(start)),
                BodySize(context, call),
                Headers(context.Request.Headers),
                call.Caller.IsAnonymous ? null : call.Caller.Name);
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

#pragma warning disable SYSLIB1015 // the text is what zot's users search for: the facts are fields only
    [LoggerMessage(2005, LogLevel.Information, "HTTP API", SkipEnabledCheck = true)]
    private partial void LogRequest(
        string module,
        string component,
        string clientIP,
        string method,
        string path,
        int statusCode,
        string latency,
        long bodySize,
        Dictionary<string, string?[]> headers,
        string? username);
#pragma warning restore SYSLIB1015
}
