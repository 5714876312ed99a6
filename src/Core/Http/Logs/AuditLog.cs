using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Zot.Hosting.Routes;

namespace Zot.Http.Logs;

/// <summary>Logs one entry per successful change by a client, in the category <see cref="Category"/>.</summary>
internal sealed class AuditLog
{
    /// <summary>The category that is written to the audit log only.</summary>
    public const string Category = "audit";

    private const string Anonymous = "anonymous";

    private static readonly EventId EventId = new(2006, "Audit");

    private readonly RequestDelegate _next;
    private readonly ILogger _logger;

    public AuditLog(RequestDelegate next, ILoggerFactory loggers)
    {
        _next = next;
        _logger = loggers.CreateLogger(Category);
    }

    public Task InvokeAsync(HttpContext context) =>
        IsChange(context.Request.Method) && _logger.IsEnabled(LogLevel.Information)
            ? InvokeAndLogAsync(context)
            : _next(context);

    private static bool IsChange(string method) => method is "POST" or "PUT" or "PATCH" or "DELETE";

    private async Task InvokeAndLogAsync(HttpContext context)
    {
        await _next(context);
        var status = context.Response.StatusCode;
        if (status is 200 or 201 or 202)
        {
            var access = context.AccessControl();
            LogFields.Write(
                _logger,
                EventId,
                "HTTP API Audit",
                new("component", "session"),
                new("clientIP", ClientAddress.Peer(context)),
                new("subject", access.IsAnonymous ? Anonymous : ClientText.Bounded(access.Username)),
                new("action", context.Request.Method),
                new("object", LoggedTarget.Of(context)),
                new("status", status));
        }
    }
}
