#if !EXT_METRICS
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Zot.Hosting;
using Zot.Metering;

namespace Zot.Extensions.Metrics;

/// <summary>Figures for Prometheus, not in this build; but <c>zxp</c>, beside it, makes them of what this tells.</summary>
/// <remarks>As in zot, whatever is configured: always, at this path, and counted from the first time it is asked for.</remarks>
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
        zot.AddLayer(
            RegistryLayer.Metrics, static (inner, services) => new MeasuredRegistry(inner, services.GetRequiredService<StorageSizes>()));
        zot.AddRoute(static services =>
        {
            var collector = services.GetRequiredService<MetricsCollector>();
            return new ExtensionRoute(Path, [HttpMethods.Get], context => GetAsync(collector, context))
            {
                // They name every repository, so that the policies of repositories do not open them.
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
