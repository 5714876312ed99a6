using Microsoft.AspNetCore.Http;
using Zot.Hosting.Routes;
using Zot.Http.Requests;
using Zot.Metering;

namespace Zot.Http.Metering;

/// <summary>Records the kind and latency of every request while metrics are collected.</summary>
internal sealed class RequestMetering(RequestDelegate next, ZotMeter meter, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context) =>
        meter.CountsRequests && !IsReading(context) ? InvokeAndCountAsync(context) : next(context);

    // Scrapes of the metrics themselves are not counted.
    private static bool IsReading(HttpContext context) =>
        RegistryRequest.Of(context).Route is { Access: RouteAccess.MetricsReaders };

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
        var request = RegistryRequest.Of(context) as RegistryRequest.InRepository;

        // Only repositories of successful requests exist for certain: clients must not create arbitrary label values.
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
