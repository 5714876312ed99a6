using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Zot.Http.Access;
using Zot.Http.Answers;
using Zot.Http.Logs;
using Zot.Registry;

namespace Zot.Http.Pipeline;

/// <summary>
/// Handles exceptions: rejections and storage failures become error responses, disconnected clients receive nothing,
/// and any other exception becomes a 500.
/// </summary>
internal sealed partial class Recovery(RequestDelegate next, Challenge challenge, ILogger<Recovery> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (RegistryException refusal) when (!context.Response.HasStarted)
        {
            LogRefused(
                refusal.Error.Code, refusal.Detail.Key,
                ClientText.Bounded(refusal.Detail.Value), ClientText.Bounded(refusal.Detail.Reason ?? ""));
            await WriteAsync(refusal, context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; the access log shows 499, as in nginx.
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            }
        }
        catch (Exception fault) when (StatusOf(fault) is { } status)
        {
            LogUnreadable(status, ClientText.Bounded(fault.Message));
            Answer(context, status);
        }
        catch (Exception fault)
            when (!context.Response.HasStarted && StorageFailures.Of(fault, context.Request) is { } answer)
        {
            // The storage is full, read-only or damaged: a matter for the operator, not a bug.
            Log(fault, answer);
            await OciErrors.WriteAsync(context, answer);
        }
        catch (Exception fault)
        {
            // A bug or a disk failure: this request fails, all others continue.
            LogRecovered(fault);
            Answer(context, StatusCodes.Status500InternalServerError);
        }
    }

    private void Log(Exception fault, RegistryException answer)
    {
        if (answer.Error == RegistryError.StorageFull)
        {
            LogStorageFull(fault);
        }
        else if (answer.Error == RegistryError.Damaged)
        {
            LogDamaged(ClientText.Bounded(fault.Message));
        }
        else
        {
            LogNotWritable(ClientText.Bounded(fault.Message));
        }
    }

    // A partial response must not look complete.
    private static void Answer(HttpContext context, int status)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = status;
    }

    // Errors caused by the client. Kestrel reports a chunk size that exceeds its number type as an overflow.
    private static int? StatusOf(Exception? fault) => fault switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        ConnectionResetException or ConnectionAbortedException => StatusCodes.Status499ClientClosedRequest,
        IOException { InnerException: OverflowException } => StatusCodes.Status400BadRequest,
        IOException { InnerException: { } cause } => StatusOf(cause),
        _ => null,
    };

    // Rights lost before the commit receive the same response as rights that the caller never had.
    private Task WriteAsync(RegistryException refusal, HttpContext context)
    {
        if (refusal.Error == RegistryError.TooManyLogins)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return refusal.Error == RegistryError.Unauthorized || refusal.Error == RegistryError.Denied
            ? challenge.RefuseAccessAsync(context, refusal)
            : OciErrors.WriteAsync(context, refusal);
    }

    [LoggerMessage(2002, LogLevel.Information, "request rejected: {Code} {Key} {Value} {Reason}")]
    private partial void LogRefused(string code, string key, string value, string? reason);

    [LoggerMessage(2007, LogLevel.Information, "failed to read request: {Status} {Reason}")]
    private partial void LogUnreadable(int status, string reason);

    [LoggerMessage(2003, LogLevel.Error, "panic recovered")]
    private partial void LogRecovered(Exception fault);

    [LoggerMessage(2004, LogLevel.Error, "storage is full")]
    private partial void LogStorageFull(Exception fault);

    [LoggerMessage(2008, LogLevel.Error, "storage is not writable: {Reason}")]
    private partial void LogNotWritable(string reason);

    [LoggerMessage(2009, LogLevel.Error, "stored data is damaged: {Reason}")]
    private partial void LogDamaged(string reason);
}
