using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Scheduling;
using Zot.Testing;

namespace Zot.Core.Tests.Scheduling;

public sealed class JobSchedulerTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Sweep_is_repeated_after_its_period()
    {
        var source = new Source();
        await using var scheduler = Start(source);
        await Eventually.HoldsAsync(() => Task.FromResult(source.Sweeps == 1 && scheduler.Status[0].Next is not null), "the first sweep ends");

        Assert.Equal(_time.GetUtcNow() + source.Period, scheduler.Status[0].Next);
        _time.Advance(source.Period);

        await Eventually.HoldsAsync(() => Task.FromResult(scheduler.Status[0].Sweeps == 2), "the second sweep ends");
    }

    [Fact]
    public async Task Failing_job_does_not_stop_the_sweep()
    {
        var source = new Source { Fails = true };
        await using var scheduler = Start(source);

        await Eventually.HoldsAsync(() => Task.FromResult(scheduler.Status[0].Sweeps == 1), "the sweep ends");

        Assert.Equal((2, 1, "one: no"), (scheduler.Status[0].Jobs, scheduler.Status[0].Failures, scheduler.Status[0].LastFailure));
        Assert.True(scheduler.Status[0].LastSweepFailed);
        Assert.Equal(_time.GetUtcNow(), scheduler.Status[0].LastEnded);
    }

    [Fact]
    public async Task Sweep_waits_until_it_may_start()
    {
        var source = new Source { MayStart = false };
        await using var scheduler = Start(source);
        await Eventually.HoldsAsync(() => Task.FromResult(scheduler.Status[0].Next is not null), "it is checked");
        Assert.Equal(0, source.Sweeps);
        source.MayStart = true;
        _time.Advance(TimeSpan.FromMinutes(1));

        await Eventually.HoldsAsync(() => Task.FromResult(scheduler.Status[0].Sweeps == 1), "the sweep ends");
    }

    [Fact]
    public async Task Sweep_without_period_runs_once()
    {
        var source = new Source { Period = TimeSpan.Zero };
        await using var scheduler = Start(source);

        await Eventually.HoldsAsync(() => Task.FromResult(scheduler.Status[0].State == JobSourceState.Done), "the sweep ends");

        Assert.Equal((1, false, null), (scheduler.Status[0].Sweeps, scheduler.Status[0].LastSweepFailed, scheduler.Status[0].Next));
    }

    [Fact]
    public async Task Status_reports_the_running_job()
    {
        var job = new TaskCompletionSource();
        var source = new Source { First = job.Task };
        await using var scheduler = Start(source);

        await Eventually.HoldsAsync(() => Task.FromResult(scheduler.Status[0].Running == "one"), "the job runs");

        Assert.Equal((JobSourceState.Running, JobPriority.Medium, 1, 1), (scheduler.Status[0].State, scheduler.Status[0].Priority, scheduler.Working, scheduler.Workers));
        Assert.Null(scheduler.Status[0].LastSweepFailed);
        job.SetResult();
        await Eventually.HoldsAsync(() => Task.FromResult(scheduler.Status[0].State == JobSourceState.Waiting), "the sweep ends");
        Assert.Equal((null, false, 0), (scheduler.Status[0].Running, scheduler.Status[0].LastSweepFailed, scheduler.Working));
    }

    [Fact]
    public async Task Slot_is_assigned_to_the_job_of_the_highest_priority()
    {
        var slots = new WorkerSlots(1);
        await slots.EnterAsync(JobPriority.Low, default);
        var low = slots.EnterAsync(JobPriority.Low, default).AsTask();
        var high = slots.EnterAsync(JobPriority.High, default).AsTask();

        slots.Leave();
        await high;
        Assert.False(low.IsCompleted);
        slots.Leave();
        await low;
    }

    private JobScheduler Start(Source source)
    {
        var scheduler = new JobScheduler([source], workers: 1, _time, NullLogger<JobScheduler>.Instance);
        scheduler.Start();
        return scheduler;
    }

    private sealed class Source : IJobSource
    {
        public string Name => "test";

        public JobPriority Priority => JobPriority.Medium;

        public TimeSpan Period { get; init; } = TimeSpan.FromHours(1);

        public bool Fails { get; init; }

        public Task First { get; init; } = Task.CompletedTask;

        public volatile bool MayStart = true;

        public int Sweeps { get; private set; }

        bool IJobSource.MayStart(DateTimeOffset now) => MayStart;

        public async IAsyncEnumerable<Job> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return new Job("one", _ => Fails ? throw new InvalidOperationException("no") : First);
            yield return new Job("two", static _ => Task.CompletedTask);
            Sweeps++;
        }
    }
}
