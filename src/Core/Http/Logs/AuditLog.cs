using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Zot.Http;

/// <summary>One line for every change a client made, in the category <see cref="Category"/>.</summary>
internal sealed partial class AuditLog
{
    /// <summary>The category that goes to the audit log, and nowhere else.</summary>
    public const string Category = "audit";

    private const string Nobody = "anonymous";

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
            var caller = RegistryCall.Of(context).Caller;
            LogChange(
                "session",
                ClientAddress.Peer(context),
                caller.IsAnonymous ? Nobody : caller.Name,
                context.Request.Method,
                ClientAddress.Target(context),
                status);
        }
    }

#pragma warning disable SYSLIB1015 // the text is what zot's users search for: the facts are fields only
    [LoggerMessage(2006, LogLevel.Information, "HTTP API Audit", SkipEnabledCheck = true)]
    private partial void LogChange(
        string component, string clientIP, string subject, string action, string @object, int status);
#pragma warning restore SYSLIB1015
}
