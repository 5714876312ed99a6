using Microsoft.AspNetCore.Http;
using Zot.Hosting;
using Zot.Metering;

namespace Zot.Http;

/// <summary>Tells of every request what it was and how long it took, as long as anybody counts.</summary>
internal sealed class RequestMetering(RequestDelegate next, ZotMeter meter, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context) =>
        meter.CountsRequests && !IsReading(context) ? InvokeAndCountAsync(context) : next(context);

    // Whoever reads the metrics wants to see what others do.
    private static bool IsReading(HttpContext context) =>
        RegistryCall.Of(context).Route is { Access: RouteAccess.MetricsReaders };

    private async Task InvokeAndCountAsync(HttpContext context)
    {
        var start = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            Count(context, time.GetElapsedTime(start));
        }
    }

    private void Count(HttpContext context, TimeSpan latency)
    {
        var status = context.Response.StatusCode;
        var request = RegistryCall.Of(context).Request as RegistryRequest.InRepository;

        // Only what was found or made exists for certain: no client can make up names that are kept.
        var repository = status < StatusCodes.Status400BadRequest ? request?.Repository.ToString() : null;
        meter.CountRequest(context.Request.Method, status, repository ?? ZotMeter.NoRepository, latency);
        switch (request)
        {
            case RegistryRequest.GetManifest get when status == StatusCodes.Status200OK:
                meter.CountDownload(get.Repository);
                break;
            case RegistryRequest.PutManifest put when status == StatusCodes.Status201Created:
                meter.CountUpload(put.Repository);
                break;
        }
    }
}
