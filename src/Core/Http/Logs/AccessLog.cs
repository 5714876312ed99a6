using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Zot.Hosting.Routes;

namespace Zot.Http.Logs;

/// <summary>Logs one entry per request, with zot's field names.</summary>
internal sealed class AccessLog(RequestDelegate next, ILogger<AccessLog> logger, TimeProvider time)
{
    private static readonly EventId EventId = new(2005, "Access");

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
            // A request that is rejected before authentication has no caller.
            var access = context.Features.Get<IAccessFeature>()?.Access;
            LogFields.Write(
                logger,
                EventId,
                "HTTP API",
                new("module", "http"),
                new("component", "session"),
                new("clientIP", ClientAddress.Peer(context)),
                new("method", context.Request.Method),
                new("path", LoggedTarget.Of(context)),
                new("statusCode", context.Response.StatusCode),
                new("latency", Seconds(time.GetElapsedTime(start))),
                new("bodySize", BodySize(context)),
                new("headers", LoggedHeaders.Of(context.Request.Headers)),
                new("username", access is { IsAnonymous: false } ? ClientText.Bounded(access.Username) : null));
        }
    }

    // Formatted as Go durations, which tools that read zot's logs expect.
    private static string Seconds(TimeSpan elapsed) =>
        string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.######}s");

    private static long BodySize(HttpContext context) =>
        HttpMethods.IsHead(context.Request.Method)
            ? 0
            : Math.Max(context.Features.Get<StreamedBody>()?.Length ?? 0, context.Response.ContentLength ?? 0);
}
