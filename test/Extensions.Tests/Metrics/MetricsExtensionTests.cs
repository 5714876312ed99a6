#if EXT_METRICS
using System.Text;
using Microsoft.AspNetCore.Http;
using Moq;
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Metrics;
using Zot.Extensions.Tests.Support;
using Zot.Hosting.Routes;
using Zot.Metering;
using Zot.Metering.Exposition;
using Zot.Registry;

namespace Zot.Extensions.Tests.Metrics;

public sealed class MetricsExtensionTests
{
    private static readonly ExtensionsOptions Enabled = new() { Metrics = new MetricsOptions() };

    [Fact]
    public void Route_is_for_metrics_readers_only_and_without_CORS()
    {
        using var extension = new ConfiguredExtension(new MetricsExtension(), Enabled);

        var route = Assert.Single(extension.Routes);

        Assert.Equal(("/metrics", RouteAccess.MetricsReaders, false), (route.Path, route.Access, route.HasCors));
        Assert.Equal(["GET"], route.Methods);
        Assert.Null(route.Discovery);
    }

    [Fact]
    public void Route_has_the_configured_path()
    {
        var options = new ExtensionsOptions
        {
            Metrics = new MetricsOptions { Prometheus = new PrometheusOptions { Path = "/internal/figures" } },
        };
        using var extension = new ConfiguredExtension(new MetricsExtension(), options);

        Assert.Equal("/internal/figures", Assert.Single(extension.Routes).Path);
    }

    [Fact]
    public void Disabled_extension_adds_nothing()
    {
        using var absent = new ConfiguredExtension(new MetricsExtension(), new ExtensionsOptions());
        using var disabled = new ConfiguredExtension(
            new MetricsExtension(), new ExtensionsOptions { Metrics = new MetricsOptions { Enable = false } });
        var content = Mock.Of<IRegistry>();

        Assert.Empty(absent.Routes);
        Assert.Empty(disabled.Routes);
        Assert.Same(content, absent.Around(content));
    }

    [Fact]
    public async Task Metrics_are_counted_from_the_start_and_returned_as_Prometheus_text()
    {
        using var extension = new ConfiguredExtension(new MetricsExtension(), Enabled);
        extension.Service<ZotMeter>().CountUpload(RepositoryName.Parse("team/app"));

        var (response, body) = await GetAsync(extension);

        Assert.Equal((200, PrometheusText.MediaType), (response.StatusCode, response.ContentType));
        Assert.Contains("# TYPE zot_repo_uploads_total counter\nzot_repo_uploads_total{repo=\"team/app\"} 1\n", body, StringComparison.Ordinal);
        Assert.Contains(
            "zot_info{commit=\"v1.2.3-4-gabcdef0\",binaryType=\"-lint-mgmt\",goVersion=\".NET 10\",version=\"v1.2.3\"} 1\n",
            body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_of_process_and_runtime_are_included()
    {
        using var extension = new ConfiguredExtension(new MetricsExtension(), Enabled);

        var (_, body) = await GetAsync(extension);

        Assert.Contains("# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total ", body, StringComparison.Ordinal);
        Assert.Contains("# TYPE process_start_time_seconds gauge\nprocess_start_time_seconds 1", body, StringComparison.Ordinal);
        Assert.Contains("\nprocess_resident_memory_bytes ", body, StringComparison.Ordinal);
        Assert.Contains("dotnet_gc_collections_total{gc_heap_generation=\"gen0\"} ", body, StringComparison.Ordinal);
    }

    private static async Task<(HttpResponse Response, string Body)> GetAsync(ConfiguredExtension extension)
    {
        var context = new DefaultHttpContext();
        var body = new MemoryStream();
        context.Response.Body = body;
        await Assert.Single(extension.Routes).Handler(context);
        return (context.Response, Encoding.UTF8.GetString(body.ToArray()));
    }
}
#endif
