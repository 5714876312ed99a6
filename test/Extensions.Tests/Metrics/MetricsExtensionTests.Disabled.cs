#if !EXT_METRICS
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Metrics;
using Zot.Extensions.Tests.Support;
using Zot.Hosting.Routes;
using Zot.Metering;
using Zot.Registry;

namespace Zot.Extensions.Tests.Metrics;

public sealed class MetricsExtensionTests
{
    public static TheoryData<ExtensionsOptions> Configurations =>
    [
        new ExtensionsOptions(),
        new ExtensionsOptions { Metrics = new MetricsOptions { Enable = false } },
        new ExtensionsOptions { Metrics = new MetricsOptions { Prometheus = new PrometheusOptions { Path = "/elsewhere" } } },
    ];

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Disabled_twin_always_has_its_route_for_metrics_readers_only(ExtensionsOptions options)
    {
        using var extension = new ConfiguredExtension(new MetricsExtension(), options);

        var route = Assert.Single(extension.Routes);

        Assert.Equal(("/metrics", RouteAccess.MetricsReaders, false), (route.Path, route.Access, route.HasCors));
        Assert.Equal(["GET"], route.Methods);
        Assert.Equal(("metrics", false), (new MetricsExtension().Name, new MetricsExtension().IsCompiledIn));
    }

    [Fact]
    public async Task Disabled_twin_counts_from_the_first_request_and_returns_JSON()
    {
        using var extension = new ConfiguredExtension(new MetricsExtension(), new ExtensionsOptions());
        var meter = extension.Service<ZotMeter>();
        Assert.False(meter.CountsRequests);

        meter.CountUpload(RepositoryName.Parse("early"));
        using var before = await GetAsync(extension);
        meter.CountUpload(RepositoryName.Parse("late"));
        using var after = await GetAsync(extension);

        Assert.Equal(0, before.RootElement.GetProperty("Counters").GetArrayLength());
        var counter = Assert.Single(after.RootElement.GetProperty("Counters").EnumerateArray());
        Assert.Equal("late", counter.GetProperty("LabelValues")[0].GetString());
        Assert.Equal("zot.info", after.RootElement.GetProperty("Gauges")[0].GetProperty("Name").GetString());
    }

    private static async Task<JsonDocument> GetAsync(ConfiguredExtension extension)
    {
        var context = new DefaultHttpContext();
        var body = new MemoryStream();
        context.Response.Body = body;
        await Assert.Single(extension.Routes).Handler(context);
        Assert.Equal((200, "application/json"), (context.Response.StatusCode, context.Response.ContentType));
        return JsonDocument.Parse(body.ToArray());
    }
}
#endif
