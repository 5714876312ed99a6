using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Metering;
using Zot.Metering.Collecting;
using Zot.Scheduling;
using Zot.Server.Status;
using Zot.Testing;

namespace Zot.Core.Tests.Server.Status;

public sealed class JobGaugesTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Gauges_report_the_last_sweep_and_the_next_start()
    {
        using var meter = new ZotMeter();
        using var collector = new MetricsCollector(each => each == meter.Meter);
        collector.Start();
        await using var scheduler = Create(meter, new Source());
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

    [Fact]
    public async Task Scheduler_metrics_have_the_names_and_labels_of_zot()
    {
        using var meter = new ZotMeter();
        using var collector = new MetricsCollector(each => each == meter.Meter);
        collector.Start();
        var first = new TaskCompletionSource();
        await using var scheduler = Create(meter, new Source { Name = "gc", First = first.Task }, new Source { Name = "gc /a", First = first.Task });
        JobGauges.Observe(meter.Meter, scheduler);
        scheduler.Start();
        await Eventually.HoldsAsync(() => Task.FromResult(scheduler.Waiting(JobPriority.Low) == 1), "one job is running and the other is waiting");

        Assert.Equal(2, Read(collector, ZotMetrics.Generators));
        Assert.Equal(["high 0", "low 1", "medium 0"], Series(collector, ZotMetrics.TaskQueueLength));
        Assert.Equal(
            [
                "high,done 0", "high,ready 0", "high,waiting 0", "low,done 0", "low,ready 2", "low,waiting 0",
                "medium,done 0", "medium,ready 0", "medium,waiting 0",
            ],
            Series(collector, ZotMetrics.GeneratorsByState));
        first.SetResult();
        await Eventually.HoldsAsync(() => Task.FromResult(scheduler.Status.All(static source => source.Sweeps == 1)), "both sweeps end");
        var duration = Assert.Single(collector.Collect().Single(static family => family.Name == ZotMetrics.TaskDuration.Name).Samples);
        Assert.Equal(["GCTask"], duration.LabelValues);
        Assert.Equal(0, scheduler.Waiting(JobPriority.Low));
    }

    private JobScheduler Create(ZotMeter meter, params IJobSource[] sources) => new(
        sources, workers: sources.Length == 1 ? 3 : 1, _time, NullLogger<JobScheduler>.Instance,
        (source, duration) => meter.TimeTask(JobGauges.TaskNameOf(source), duration));

    private static IEnumerable<string> Series(MetricsCollector collector, MetricDefinition metric) =>
        collector.Collect().Single(family => family.Name == metric.Name).Samples
            .Select(static sample => $"{string.Join(',', sample.LabelValues)} {sample.Value}").Order(StringComparer.Ordinal);

    private static double? Read(MetricsCollector collector, MetricDefinition metric) =>
        collector.Collect().SingleOrDefault(family => family.Name == metric.Name)?.Samples.Single().Value;

    private sealed class Source : IJobSource
    {
        public string Name { get; init; } = "test";

        /// <summary>The task of the first job, which fails without one.</summary>
        public Task? First { get; init; }

        public JobPriority Priority => JobPriority.Low;

        public TimeSpan Period => TimeSpan.FromHours(1);

        public async IAsyncEnumerable<Job> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return new Job("one", _ => First ?? throw new InvalidOperationException("no"));
            yield return new Job("two", static _ => Task.CompletedTask);
        }
    }
}
