using Xunit;
using Zot.Metering;
using Zot.Metering.Collecting;
using Zot.Metering.Exposition;
using Zot.Registry;

namespace Zot.Core.Tests.Metering;

public sealed class ZotMeterTests
{
    private static readonly RepositoryName Repository = RepositoryName.Parse("team/app");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Recording_allocates_nothing_with_and_without_a_collector(bool counts)
    {
        using var meter = new ZotMeter();
        using var collector = new MetricsCollector(each => each == meter.Meter);
        if (counts)
        {
            collector.Start();
        }

        Tell(meter, times: 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Tell(meter, times: 1000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(counts, meter.CountsRequests);
        Assert.Equal(counts, meter.TimesLocks);
    }

    [Fact]
    public void Meters_of_two_registries_are_collected_separately()
    {
        using var one = new ZotMeter();
        using var another = new ZotMeter();
        using var collector = new MetricsCollector(meter => meter == one.Meter);
        collector.Start();

        one.CountUpload(Repository);
        another.CountUpload(Repository);

        Assert.Equal(1, Assert.Single(Assert.Single(collector.Collect()).Samples).Value);
    }

    [Fact]
    public void Metrics_have_the_names_of_zot()
    {
        using var meter = new ZotMeter();
        using var collector = new MetricsCollector(each => each == meter.Meter);
        meter.Describe("commit", "minimal", ".NET", "v1");
        meter.ObserveSizes(() => [KeyValuePair.Create(Repository, 7L)]);
        collector.Start();

        Tell(meter, times: 1);

        Assert.Equal(
            [
                "zot_http_method_latency_seconds Histogram method",
                "zot_http_repo_latency_seconds Summary repo",
                "zot_http_requests_total Counter method,code",
                "zot_info Gauge commit,binaryType,goVersion,version",
                "zot_repo_downloads_total Counter repo",
                "zot_repo_storage_bytes Gauge repo",
                "zot_repo_uploads_total Counter repo",
                "zot_storage_lock_latency_seconds Histogram storageName,lockType",
            ],
            collector.Collect().Select(family => $"{PrometheusName.Of(family)} {family.Kind} {string.Join(',', family.LabelNames)}"));
        Assert.All(collector.Collect(), family => Assert.Equal(family.Help, ZotMetrics.HelpOf(family.Name)));
    }

    private static void Tell(ZotMeter meter, int times)
    {
        for (var i = 0; i < times; i++)
        {
            meter.CountRequest("GET", 200, "team/app", TimeSpan.FromMilliseconds(i));
            meter.CountDownload(Repository);
            meter.CountUpload(Repository);
            meter.TimeLock("/data", TimeSpan.FromMilliseconds(i));
        }
    }
}
