using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Zot.Http.Requests;

namespace Zot.Http;

/// <summary>Handles health probes of orchestrators and monitoring.</summary>
internal sealed class ProbeEndpoint(IHostApplicationLifetime lifetime)
{
    public Task GetAsync(ProbeKind kind, HttpContext context)
    {
        var isGood = kind switch
        {
            ProbeKind.Alive => true,
            ProbeKind.Started => HasStarted,

            // A process that is shutting down completes its requests but must not receive new ones.
            _ => HasStarted && !lifetime.ApplicationStopping.IsCancellationRequested,
        };

        context.Response.StatusCode = isGood ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(
            isGood ? "ok" : "internal server error: not ready yet\n", context.RequestAborted);
    }

    private bool HasStarted => lifetime.ApplicationStarted.IsCancellationRequested;
}
