#if !EXT_METRICS
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Zot.Hosting;
using Zot.Hosting.Routes;
using Zot.Metering;
using Zot.Metering.Collecting;
using Zot.Metering.Exposition;

namespace Zot.Extensions.Metrics;

/// <summary>The metrics of a build without the metrics extension: JSON for the exporter <c>zxp</c>.</summary>
/// <remarks>
/// As in zot, independent of the configuration: always enabled, at a fixed path, counting from the first request.
/// </remarks>
internal sealed class MetricsExtension() : DisabledExtension("metrics")
{
    private const string Path = "/metrics";

    public override void Configure(ZotBuilder zot)
    {
        ArgumentNullException.ThrowIfNull(zot);
        zot.Services.AddMetricsCollector(services =>
        {
            var registry = services.GetRequiredService<ZotMeter>();
            registry.Describe(zot.Build.Commit, zot.Build.BinaryType, zot.Build.Runtime, zot.Build.ReleaseTag);
            return new MetricsCollector(meter => meter == registry.Meter);
        });
        zot.AddRoute(static services =>
        {
            var collector = services.GetRequiredService<MetricsCollector>();
            return new ExtensionRoute(Path, [HttpMethods.Get], context => GetAsync(collector, context))
            {
                // Metrics contain the names of all repositories, so that repository policies do not grant access.
                Access = RouteAccess.MetricsReaders,
                HasCors = false,
            };
        });
    }

    private static Task GetAsync(MetricsCollector collector, HttpContext context)
    {
        collector.Start();
        context.Response.ContentType = MetricsJson.MediaType;
        return MetricsJson.WriteAsync(context.Response.Body, collector.Collect(), context.RequestAborted);
    }
}
#endif
