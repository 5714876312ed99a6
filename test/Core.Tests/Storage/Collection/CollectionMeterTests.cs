using Xunit;
using Zot.Metering;
using Zot.Metering.Collecting;
using Zot.Storage.Collection;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Collection;

public sealed class CollectionMeterTests : IDisposable
{
    private static readonly CollectionRules Rules = new(TimeSpan.FromHours(1), TimeSpan.FromHours(1));
    private static readonly Collected Some = new(
        Testing.Some.Repository, [], [Testing.Some.Digest("manifest")], [Testing.Some.Digest("manifest"), Testing.Some.Digest("layer")], 10, Uploads: 3,
        IsEmptied: false, Fault: null);

    private readonly ZotMeter _meter = new();
    private readonly MetricsCollector _collector;

    public CollectionMeterTests()
    {
        _collector = new MetricsCollector(each => each == _meter.Meter);
        _collector.Start();
    }

    public void Dispose()
    {
        _collector.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public async Task Collection_is_counted_with_its_removals()
    {
        var time = new ManualTime();
        await new CollectionMeter(_meter, time).CountAsync(Rules, () =>
        {
            time.Advance(TimeSpan.FromSeconds(2));
            return Task.FromResult<Collected?>(Some);
        });

        Assert.Equal(["false 1"], Series(ZotMetrics.GcRuns));
        Assert.Equal(["blob 2", "manifest 1", "upload 3"], Series(ZotMetrics.GcDeleted));
        Assert.Contains(_collector.Collect(), static family => family.Name == ZotMetrics.GcDuration.Name);
    }

    [Fact]
    public async Task Dry_run_counts_no_removals()
    {
        await Meter().CountAsync(Rules with { IsDryRun = true }, static () => Task.FromResult<Collected?>(Some));

        Assert.Equal(["false 1"], Series(ZotMetrics.GcRuns));
        Assert.Empty(Series(ZotMetrics.GcDeleted));
    }

    [Fact]
    public async Task Failure_and_fault_count_as_errors()
    {
        await Meter().CountAsync(Rules, static () => Task.FromResult<Collected?>(Some with { Fault = "damaged" }));
        await Assert.ThrowsAsync<IOException>(() => Meter().CountAsync(Rules, static () => throw new IOException("no disk")));

        Assert.Equal(["true 2"], Series(ZotMetrics.GcRuns));
    }

    private CollectionMeter Meter() => new(_meter, new ManualTime());

    private IEnumerable<string> Series(MetricDefinition metric) =>
        (_collector.Collect().SingleOrDefault(family => family.Name == metric.Name)?.Samples ?? [])
            .Select(static sample => $"{string.Join(',', sample.LabelValues)} {sample.Value}").Order(StringComparer.Ordinal);
}
