using Microsoft.AspNetCore.Http;
using Zot.Hosting.Routes;
using Zot.Http.Requests;
using Zot.Metering;
using Zot.Registry;

namespace Zot.Http.Metering;

/// <summary>Records the kind and latency of every request while metrics are collected.</summary>
internal sealed class RequestMetering(RequestDelegate next, ZotMeter meter, IRegistry registry, TimeProvider time)
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
            await CountAsync(context, time.GetElapsedTime(start));
        }
    }

    private async ValueTask CountAsync(HttpContext context, TimeSpan latency)
    {
        var status = context.Response.StatusCode;
        var request = RegistryRequest.Of(context) as RegistryRequest.InRepository;

        // Clients must not create arbitrary label values.
        var isKnown =
            status < StatusCodes.Status400BadRequest && request is not null && await ExistsAsync(request, status);
        var repository = isKnown
            ? request!.Repository.ToString()
            : ZotMeter.NoRepository;
        meter.CountRequest(context.Request.Method, status, repository, latency);
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

    private async ValueTask<bool> ExistsAsync(RegistryRequest.InRepository request, int status)
    {
        var name = request.Repository;
        try
        {
            return request switch
            {
                RegistryRequest.ListReferrers => await registry.HasRepositoryAsync(name, CancellationToken.None),

                // An upload in progress creates a repository of any name, which is listed from its first content on.
                RegistryRequest.StartUpload
                    or RegistryRequest.GetUpload
                    or RegistryRequest.PatchUpload
                    or RegistryRequest.DeleteUpload => await HasManifestsAsync(name),
                RegistryRequest.MountBlob when status == StatusCodes.Status202Accepted => await HasManifestsAsync(name),

                // The request found content in the repository, or created it.
                _ => true,
            };
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // The request itself has succeeded.
            return false;
        }
    }

    private async ValueTask<bool> HasManifestsAsync(RepositoryName name) =>
        await registry.FindStateAsync(name, CancellationToken.None) is { HasManifests: true };
}
