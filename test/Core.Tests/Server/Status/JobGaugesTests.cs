using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Metering;
using Zot.Scheduling;
using Zot.Server.Status;
using Zot.Testing;

namespace Zot.Core.Tests.Server.Status;

public sealed class JobGaugesTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Gauges_SayWhatWasDone_AndWhatComes()
    {
        using var meter = new ZotMeter();
        using var collector = new MetricsCollector(each => each == meter.Meter);
        collector.Start();
        await using var scheduler = new JobScheduler([new Source()], workers: 3, _time, NullLogger<JobScheduler>.Instance);
        JobGauges.Observe(meter.Meter, scheduler);
        Assert.Equal(0, Read(collector, ZotMetrics.JobSweeps));
        Assert.Null(Read(collector, ZotMetrics.JobFailed));
        scheduler.Start();
        await Eventually.HoldsAsync(() => Task.FromResult(scheduler.Status[0].Next is not null), "the first sweep ends");

        Assert.Equal(0, Read(collector, ZotMetrics.JobRunning));
        Assert.Equal(1, Read(collector, ZotMetrics.JobFailed));
        Assert.Equal((1d, 2d, 1d), (Read(collector, ZotMetrics.JobSweeps), Read(collector, ZotMetrics.JobTasks), Read(collector, ZotMetrics.JobFailures)));
        Assert.Equal(_time.GetUtcNow().ToUnixTimeSeconds(), Read(collector, ZotMetrics.JobEnded));
        Assert.Equal((_time.GetUtcNow() + TimeSpan.FromHours(1)).ToUnixTimeSeconds(), Read(collector, ZotMetrics.JobNext));
        Assert.Equal(3, Read(collector, ZotMetrics.SchedulerWorkers));
    }

    private static double? Read(MetricsCollector collector, MetricDefinition metric) =>
        collector.Collect().SingleOrDefault(family => family.Name == metric.Name)?.Samples.Single().Value;

    private sealed class Source : IJobSource
    {
        public string Name => "test";

        public JobPriority Priority => JobPriority.Low;

        public TimeSpan Period => TimeSpan.FromHours(1);

        public async IAsyncEnumerable<Job> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return new Job("one", static _ => throw new InvalidOperationException("no"));
            yield return new Job("two", static _ => Task.CompletedTask);
        }
    }
}
