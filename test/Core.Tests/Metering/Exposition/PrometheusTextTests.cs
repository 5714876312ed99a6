using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Xunit;
using Zot.Metering.Collecting;
using Zot.Metering.Exposition;

namespace Zot.Core.Tests.Metering.Exposition;

public sealed class PrometheusTextTests
{
    [Fact]
    public void Counter_has_help_type_and_total_suffix() => Assert.Equal(
        """
        # HELP zot_http_requests_total Requests.
        # TYPE zot_http_requests_total counter
        zot_http_requests_total{method="GET",code="200"} 3

        """,
        Write(new MetricFamily(
            "zot.http.requests", MetricKind.Counter, "Requests.", "", ["method", "code"], [], [new MetricSample(["GET", "200"], 3)])));

    [Fact]
    public void Gauge_without_labels_has_no_braces() => Assert.Equal(
        "# TYPE zot_up gauge\nzot_up 1\n", Write(new MetricFamily("zot.up", MetricKind.Gauge, "", "", [], [], [new MetricSample([], 1)])));

    [Fact]
    public void Summary_has_sum_and_count() => Assert.Equal(
        """
        # HELP s_seconds Time.
        # TYPE s_seconds summary
        s_seconds_sum{repo="a/b"} 0.75
        s_seconds_count{repo="a/b"} 2

        """,
        Write(new MetricFamily("s.seconds", MetricKind.Summary, "Time.", "s", ["repo"], [], [new MetricSample(["a/b"], .75, 2, [])])));

    [Fact]
    public void Histogram_ends_with_the_infinite_bucket() => Assert.Equal(
        """
        # HELP h Time.
        # TYPE h histogram
        h_bucket{method="GET",le="0.05"} 1
        h_bucket{method="GET",le="600"} 1
        h_bucket{method="GET",le="+Inf"} 2
        h_sum{method="GET"} 1000.02
        h_count{method="GET"} 2

        """,
        Write(new MetricFamily(
            "h", MetricKind.Histogram, "Time.", "", ["method"], [.05, 600], [new MetricSample(["GET"], 1000.02, 2, [1, 1, 2])])));

    [Fact]
    public void Special_characters_are_escaped() => Assert.Equal(
        "# HELP g A \\\\ and\\na \"line\".\n# TYPE g gauge\ng{path=\"C:\\\\a \\\"b\\\"\\nc é\"} 1\n",
        Write(new MetricFamily("g", MetricKind.Gauge, "A \\ and\na \"line\".", "", ["path"], [], [new MetricSample(["C:\\a \"b\"\nc é"], 1)])));

    [Theory]
    [InlineData("dotnet.gc.heap.total_allocated", MetricKind.Counter, "By", "dotnet_gc_heap_total_allocated_bytes_total")]
    [InlineData("dotnet.process.cpu.time", MetricKind.Counter, "s", "dotnet_process_cpu_time_seconds_total")]
    [InlineData("dotnet.thread_pool.thread.count", MetricKind.Gauge, "{thread}", "dotnet_thread_pool_thread_count")]
    [InlineData("zot.scheduler.workers.total", MetricKind.Gauge, "", "zot_scheduler_workers_total")]
    [InlineData("zot.storage.lock.latency.seconds", MetricKind.Histogram, "s", "zot_storage_lock_latency_seconds")]
    [InlineData("1st-thing", MetricKind.Gauge, "", "_st_thing")]
    public void Name_is_translated(string name, MetricKind kind, string unit, string expected) =>
        Assert.Equal(expected, PrometheusName.Of(new MetricFamily(name, kind, "", unit, [], [], [])));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1e300, "1E+300")]
    [InlineData(123456789012, "123456789012")]
    [InlineData(0.1, "0.1")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    public void Value_is_formatted_for_Prometheus(double value, string expected) => Assert.Equal(expected, PrometheusText.Format(value));

    [Fact]
    public async Task Families_are_written_in_order()
    {
        var body = new MemoryStream();
        var output = PipeWriter.Create(body, new StreamPipeWriterOptions(leaveOpen: true));
        MetricFamily[] families =
        [
            new("a", MetricKind.Gauge, "", "", [], [], [new MetricSample([], 1)]),
            new("b", MetricKind.Gauge, "", "", [], [], [new MetricSample([], 2)]),
        ];

        await PrometheusText.WriteAsync(output, families, TestContext.Current.CancellationToken);
        await output.CompleteAsync();

        Assert.Equal("# TYPE a gauge\na 1\n# TYPE b gauge\nb 2\n", Encoding.UTF8.GetString(body.ToArray()));
    }

    private static string Write(MetricFamily family)
    {
        var output = new ArrayBufferWriter<byte>();
        PrometheusText.Write(output, family);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
