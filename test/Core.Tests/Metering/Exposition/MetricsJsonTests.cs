using System.Text;
using System.Text.Json;
using Xunit;
using Zot.Metering;
using Zot.Metering.Collecting;
using Zot.Metering.Exposition;

namespace Zot.Core.Tests.Metering.Exposition;

public sealed class MetricsJsonTests
{
    private static readonly MetricFamily[] Families =
    [
        new("zot.http.method.latency.seconds", MetricKind.Histogram, Help("zot.http.method.latency.seconds"), "", ["method"], [.05, 600],
            [new MetricSample(["GET"], 2.5, 3, [1, 2, 3])]),
        new("zot.http.repo.latency.seconds", MetricKind.Summary, Help("zot.http.repo.latency.seconds"), "", ["repo"], [],
            [new MetricSample(["a"], .25, 1, []), new MetricSample(["b"], .5, 2, [])]),
        new("zot.http.requests", MetricKind.Counter, Help("zot.http.requests"), "", ["method", "code"], [],
            [new MetricSample(["GET", "200"], 7)]),
        new("zot.up", MetricKind.Gauge, Help("zot.up"), "", [], [], [new MetricSample([], 1)]),
    ];

    [Fact]
    public async Task Json_has_the_members_of_zot()
    {
        using var document = JsonDocument.Parse(await WriteAsync(Families));

        Assert.Equal(
            ["Counters", "Gauges", "Summaries", "Histograms"], document.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            """{"Count":7,"Name":"zot.http.requests","LabelNames":["method","code"],"LabelValues":["GET","200"]}""",
            document.RootElement.GetProperty("Counters")[0].GetRawText());
        Assert.Equal(
            """{"Value":1,"Name":"zot.up","LabelNames":[],"LabelValues":[]}""", document.RootElement.GetProperty("Gauges")[0].GetRawText());
        Assert.Equal(
            """{"0.05":1,"600":2,"+Inf":3}""", document.RootElement.GetProperty("Histograms")[0].GetProperty("Buckets").GetRawText());
    }

    [Fact]
    public async Task Json_round_trips()
    {
        var read = await ReadAsync(await WriteAsync(Families));

        Assert.Equivalent(Families, read, strict: true);
    }

    [Fact]
    public async Task Json_of_zot_with_null_lists_is_read()
    {
        var read = await ReadAsync("""
            {"Counters":[{"Name":"zot.repo.uploads","Count":3,"LabelNames":["repo"],"LabelValues":["alpine"]}],
             "Gauges":[{"Name":"zot.scheduler.workers.total","Value":8,"LabelNames":null,"LabelValues":null}],
             "Summaries":null,
             "Histograms":[{"Name":"zot.h","Count":2,"Sum":1.5,"Buckets":{"+Inf":2,"1":1,"0.05":0,"10":2},"LabelNames":null,"LabelValues":null}]}
            """);

        Assert.Equal(["zot.h", "zot.repo.uploads", "zot.scheduler.workers.total"], read.Select(family => family.Name));
        Assert.Equal([.05, 1, 10], read[0].Bounds);
        Assert.Equal([0, 1, 2, 2], read[0].Samples[0].Buckets);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("not json")]
    [InlineData("""{"errors":[{"code":"UNAUTHORIZED"}],"Counters":[{"Count":1}]}""")]
    [InlineData("""{"Counters":[{"Name":"a","Count":1,"LabelNames":["x"],"LabelValues":[]}]}""")]
    [InlineData("""{"Counters":[{"Name":"a","Count":1},{"Name":"a","Count":1,"LabelNames":["x"],"LabelValues":["y"]}]}""")]
    [InlineData("""{"Histograms":[{"Name":"a","Count":1,"Sum":1,"Buckets":{"1":1}}]}""")]
    [InlineData("""{"Histograms":[{"Name":"a","Count":1,"Sum":1,"Buckets":{"one":1,"+Inf":1}}]}""")]
    [InlineData("""{"Histograms":[{"Name":"a","Count":1,"Sum":1}]}""")]
    public async Task Other_json_is_rejected(string json) =>
        await Assert.ThrowsAsync<JsonException>(async () => await ReadAsync(json));

    private static string Help(string name) => ZotMetrics.HelpOf(name);

    private static async Task<string> WriteAsync(MetricFamily[] families)
    {
        var output = new MemoryStream();
        await MetricsJson.WriteAsync(output, families, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static async Task<IReadOnlyList<MetricFamily>> ReadAsync(string json) =>
        await MetricsJson.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(json)), TestContext.Current.CancellationToken);
}
