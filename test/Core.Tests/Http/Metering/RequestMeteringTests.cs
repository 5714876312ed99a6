using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zot.Core.Tests.Http.Support;
using Zot.Hosting.Routes;
using Zot.Metering;
using Zot.Metering.Collecting;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Core.Tests.Http.Metering;

public sealed class RequestMeteringTests : IDisposable
{
    private readonly ZotMeter _meter = new();
    private readonly MetricsCollector _collector;

    public RequestMeteringTests()
    {
        _collector = new MetricsCollector(meter => meter == _meter.Meter);
        _collector.Start();
    }

    public void Dispose()
    {
        _collector.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public async Task Requests_are_counted_by_method_and_status()
    {
        await using var server = await StartAsync();
        server.Registry.AddManifest("team/app", "v1");

        await server.SendAsync("GET", "/v2/team/app/manifests/v1");
        await server.SendAsync("GET", "/v2/team/app/manifests/v1");
        await server.SendAsync("HEAD", "/v2/team/app/manifests/v1");
        await server.SendAsync("GET", "/v2/team/app/manifests/v2");
        await server.SendAsync("BREW", "/v2/");

        await ExpectAsync(
            ZotMetrics.HttpRequests, "GET 200 = 2", "GET 404 = 1", "HEAD 200 = 1", $"{HttpLabels.OtherMethod} 405 = 1");
    }

    [Fact]
    public async Task Latency_is_in_fractional_seconds_by_existing_repository()
    {
        await using var server = await StartAsync();
        server.Registry.AddManifest("team/app", "v1");

        await server.SendAsync("GET", "/v2/team/app/manifests/v1");
        await server.SendAsync("GET", "/v2/made/up/manifests/v1");
        await server.SendAsync("GET", "/v2/");

        await ExpectCountsAsync(ZotMetrics.RepositoryLatency, "N/A: 2", "team/app: 1");
        await ExpectCountsAsync(ZotMetrics.MethodLatency, "GET: 3");
        Assert.InRange(Family(ZotMetrics.MethodLatency).Samples[0].Value, double.Epsilon, 60);
        Assert.Equal([.05, .5, 1, 5, 30, 60, 600], Family(ZotMetrics.MethodLatency).Bounds);
    }

    [Fact]
    public async Task Requests_that_succeed_for_any_name_are_counted_by_existing_repository()
    {
        await using var server = await StartAsync();
        var manifest = server.Registry.AddManifest("team/app", "v1");
        foreach (var name in new[] { "team/app", "made/up" })
        {
            await server.SendAsync("GET", $"/v2/{name}/referrers/{manifest.Digest}");
            var started = await server.SendAsync("POST", $"/v2/{name}/blobs/uploads/");
            await server.SendAsync("POST", $"/v2/{name}/blobs/uploads/?mount={Some.Digest("absent")}");
            await server.SendAsync("GET", started.Headers.Location!.ToString());

            Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        }

        await ExpectCountsAsync(ZotMetrics.RepositoryLatency, "N/A: 4", "team/app: 4");
        await server.SendAsync(
            "POST", $"/v2/new/app/blobs/uploads/?digest={Some.Digest("x")}", new ByteArrayContent("x"u8.ToArray()));
        await ExpectCountsAsync(ZotMetrics.RepositoryLatency, "N/A: 4", "new/app: 1", "team/app: 4");
    }

    [Fact]
    public async Task Downloads_count_sent_manifests()
    {
        await using var server = await StartAsync();
        var manifest = server.Registry.AddManifest("team/app", "v1");

        await server.SendAsync("GET", "/v2/team/app/manifests/v1");
        await server.SendAsync("HEAD", "/v2/team/app/manifests/v1");
        await server.SendAsync("GET", "/v2/team/app/manifests/absent");
        await server.SendAsync("GET", "/v2/team/app/manifests/v1", null, ("If-None-Match", $"\"{manifest.Digest}\""));

        await ExpectCountsOfRequestsAsync(4);
        Assert.Equal(["team/app = 1"], Values(ZotMetrics.Downloads));
    }

    [Fact]
    public async Task Uploads_count_accepted_manifests()
    {
        await using var server = await StartAsync();

        var pushed = await server.SendAsync(
            "PUT", "/v2/team/app/manifests/v1", new ByteArrayContent("{}"u8.ToArray()), ("Content-Type", MediaTypes.OciManifest));
        await server.SendAsync(
            "PUT", "/v2/team/app/manifests/v2", new ByteArrayContent("{}"u8.ToArray()), ("Content-Type", "text/plain"));

        Assert.Equal(HttpStatusCode.Created, pushed.StatusCode);
        await ExpectCountsOfRequestsAsync(2);
        Assert.Equal(["team/app = 1"], Values(ZotMetrics.Uploads));
    }

    [Fact]
    public async Task Metrics_scrapes_are_not_counted()
    {
        await using var server = await StartAsync(
            Route("/figures", RouteAccess.MetricsReaders), Route("/v2/_zot/ext/other", RouteAccess.PublicPath));

        await server.SendAsync("GET", "/figures");
        await server.SendAsync("GET", "/v2/_zot/ext/other");

        await ExpectAsync(ZotMetrics.HttpRequests, "GET 200 = 1");
    }

    private static ExtensionRoute Route(string path, RouteAccess access) =>
        new(path, [HttpMethods.Get], static _ => Task.CompletedTask) { Access = access };

    private Task<RegistryServer> StartAsync(params ExtensionRoute[] routes) =>
        RegistryServer.StartAsync(configure: services => services.AddSingleton(_meter), routes: routes);

    // The client may receive the response before the server has counted the request.
    private Task ExpectAsync(MetricDefinition metric, params string[] expected) =>
        Eventually.HoldsAsync(
        () => Task.FromResult(Values(metric).SequenceEqual(expected)),
        $"{metric.Name} is {string.Join(", ", expected)}");

    private Task ExpectCountsAsync(MetricDefinition metric, params string[] expected) => Eventually.HoldsAsync(
        () => Task.FromResult(Samples(metric).Select(sample => $"{sample.LabelValues[0]}: {sample.Count}").SequenceEqual(expected)),
        $"{metric.Name} is {string.Join(", ", expected)}");

    private Task ExpectCountsOfRequestsAsync(int count) => Eventually.HoldsAsync(
        () => Task.FromResult(Samples(ZotMetrics.HttpRequests).Sum(sample => sample.Value) is var sum && (int)sum == count),
        $"{count} requests are counted");

    private List<string> Values(MetricDefinition metric) =>
        [.. Samples(metric).Select(sample => $"{string.Join(' ', sample.LabelValues)} = {sample.Value}")];

    private IReadOnlyList<MetricSample> Samples(MetricDefinition metric) =>
        _collector.Collect().FirstOrDefault(family => family.Name == metric.Name)?.Samples ?? [];

    private MetricFamily Family(MetricDefinition metric) => _collector.Collect().Single(family => family.Name == metric.Name);
}
