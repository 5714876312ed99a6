#if EXT_METRICS
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Zot.Client.Commands;
using Zot.Hosting;
using Zot.Hosting.Routes;
using Zot.Metering;
using Zot.Metering.Collecting;
using Zot.Metering.Exposition;

namespace Zot.Extensions.Metrics;

/// <summary>Metrics for Prometheus.</summary>
internal sealed class MetricsExtension : IZotExtension
{
    // The meter of the .NET runtime: garbage collections, threads, exceptions.
    private const string Runtime = "System.Runtime";

    public string Name => "metrics";

    public bool IsCompiledIn => true;

    public IReadOnlyList<ExtensionCommand> Commands => [];

    public void Configure(ZotBuilder zot)
    {
        if (zot.Options.Extensions.Metrics is not { Enable: true } options)
        {
            return;
        }

        zot.Services.AddSingleton<ProcessMeter>();
        zot.Services.AddMetricsCollector(services =>
        {
            var registry = services.GetRequiredService<ZotMeter>();
            registry.Describe(zot.Build.Commit, zot.Build.BinaryType, zot.Build.Runtime, zot.Build.ReleaseTag);
            var process = services.GetRequiredService<ProcessMeter>();
            var collector = new MetricsCollector(
                meter => meter == registry.Meter || meter == process.Meter || meter.Name == Runtime);
            collector.Start();
            return collector;
        });
        zot.AddRoute(services =>
        {
            var collector = services.GetRequiredService<MetricsCollector>();
            return new ExtensionRoute(
                options.Prometheus.Path, [HttpMethods.Get], context => GetAsync(collector, context))
            {
                // Metrics contain the names of all repositories, so that repository policies do not grant access.
                Access = RouteAccess.MetricsReaders,
                HasCors = false,
            };
        });
    }

    private static Task GetAsync(MetricsCollector collector, HttpContext context)
    {
        context.Response.ContentType = PrometheusText.MediaType;
        return PrometheusText.WriteAsync(context.Response.BodyWriter, collector.Collect(), context.RequestAborted);
    }
}
#endif
