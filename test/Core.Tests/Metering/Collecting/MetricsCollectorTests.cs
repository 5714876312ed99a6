using System.Diagnostics.Metrics;
using Xunit;
using Zot.Metering.Collecting;

namespace Zot.Core.Tests.Metering.Collecting;

public sealed class MetricsCollectorTests : IDisposable
{
    private readonly Meter _meter = new("test");
    private readonly MetricsCollector _collector;

    public MetricsCollectorTests() => _collector = new MetricsCollector(meter => meter == _meter);

    public void Dispose()
    {
        _collector.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public async Task Concurrent_measurements_are_not_lost()
    {
        const int Threads = 8;
        const int Each = 20_000;
        var counter = _meter.CreateCounter<long>("counter");
        var histogram = _meter.CreateHistogram(
            "histogram", null, null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2] });
        _collector.Start();
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(() => ReadUntil(stop.Token), TestContext.Current.CancellationToken);

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                counter.Add(1, new KeyValuePair<string, object?>("thread", thread % 2 == 0 ? "even" : "odd"));
                histogram.Record(0.5 + (i % 3));
            }
        })));
        await stop.CancelAsync();
        await reader;

        var counted = Family("counter").Samples;
        Assert.Equal([("even", Threads / 2 * Each), ("odd", Threads / 2 * Each)], counted.Select(sample => (sample.LabelValues[0], (int)sample.Value)));
        var timed = Assert.Single(Family("histogram").Samples);
        Assert.Equal(Threads * Each, timed.Count);
        Assert.Equal(Threads * Enumerable.Range(0, Each).Sum(i => 0.5 + (i % 3)), timed.Value);
        Assert.Equal(timed.Count, timed.Buckets[^1]);
    }

    [Fact]
    public void Histogram_is_cumulative_with_inclusive_upper_bounds()
    {
        var histogram = _meter.CreateHistogram(
            "histogram", null, null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [.05, .5] });
        _collector.Start();

        foreach (var value in new[] { .01, .05, .06, 7 })
        {
            histogram.Record(value);
        }

        var sample = Assert.Single(Family("histogram").Samples);
        Assert.Equal([2, 3, 4], sample.Buckets);
        Assert.Equal((4, 7.12), (sample.Count, Math.Round(sample.Value, 9)));
    }

    [Fact]
    public void Histogram_without_bounds_is_a_summary()
    {
        var summary = _meter.CreateHistogram(
            "summary", null, null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [] });
        _collector.Start();

        summary.Record(.25);

        Assert.Equal(MetricKind.Summary, Family("summary").Kind);
        Assert.Empty(Assert.Single(Family("summary").Samples).Buckets);
    }

    [Fact]
    public void Instrument_is_disabled_before_the_start()
    {
        var counter = _meter.CreateCounter<long>("counter");

        counter.Add(1);

        Assert.False(counter.Enabled);
        Assert.False(_collector.IsStarted);
        Assert.Empty(_collector.Collect());
    }

    [Fact]
    public void Repeated_start_has_no_effect()
    {
        var counter = _meter.CreateCounter<long>("counter");
        _collector.Start();
        counter.Add(1);

        _collector.Start();
        counter.Add(1);

        Assert.Equal(2, Assert.Single(Family("counter").Samples).Value);
        Assert.True(_collector.Started.IsCompletedSuccessfully);
    }

    [Fact]
    public void Labels_beyond_the_limit_share_one_series()
    {
        const int More = 5;
        var counter = _meter.CreateCounter<long>("counter");
        _collector.Start();

        for (var i = 0; i < InstrumentSeries.MaxSeries + More; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("repo", $"r{i}"));
        }

        counter.Add(1, new KeyValuePair<string, object?>("repo", "r0"));

        var samples = Family("counter").Samples;
        Assert.Equal(InstrumentSeries.MaxSeries + 1, samples.Count);
        Assert.Equal(More, samples.Single(sample => sample.LabelValues[0] == InstrumentSeries.Other).Value);
        Assert.Equal(2, samples.Single(sample => sample.LabelValues[0] == "r0").Value);
    }

    [Fact]
    public void Observable_gauge_has_only_current_series()
    {
        var sizes = new Dictionary<string, long> { ["gone"] = 1, ["stays"] = 2 };
        _meter.CreateObservableGauge(
            "gauge", () => sizes.Select(size => new Measurement<long>(size.Value, new KeyValuePair<string, object?>("repo", size.Key))));
        _collector.Start();
        Assert.Equal(2, Family("gauge").Samples.Count);

        sizes.Remove("gone");
        sizes["stays"] = 3;

        var sample = Assert.Single(Family("gauge").Samples);
        Assert.Equal(("stays", 3d), (sample.LabelValues[0], sample.Value));
    }

    [Fact]
    public void Observable_gauge_beyond_the_limit_reports_the_rest_as_a_sum()
    {
        var count = InstrumentSeries.MaxSeries + 3;
        _meter.CreateObservableGauge(
            "gauge", () => Enumerable.Range(0, count).Select(i => new Measurement<long>(10, new KeyValuePair<string, object?>("repo", $"r{i}"))));
        _collector.Start();

        Assert.Equal(30, Family("gauge").Samples.Single(sample => sample.LabelValues[0] == InstrumentSeries.Other).Value);
        Assert.Equal(30, Family("gauge").Samples.Single(sample => sample.LabelValues[0] == InstrumentSeries.Other).Value);

        count = 1;
        Assert.Equal("r0", Assert.Single(Family("gauge").Samples).LabelValues[0]);
    }

    private MetricFamily Family(string name) => _collector.Collect().Single(family => family.Name == name);

    private void ReadUntil(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var sample in _collector.Collect().Where(family => family.Kind == MetricKind.Histogram).SelectMany(family => family.Samples))
            {
                Assert.Equal(sample.Count, sample.Buckets[^1]);
                Assert.Equal(sample.Buckets.Order(), sample.Buckets);
            }
        }
    }
}
