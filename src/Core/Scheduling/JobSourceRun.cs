using Microsoft.Extensions.Logging;

namespace Zot.Scheduling;

/// <summary>Runs the sweeps of one source of jobs until the registry stops, one job at a time.</summary>
internal sealed partial class JobSourceRun(
    IJobSource source, WorkerSlots slots, TimeProvider time, ILogger logger, Action<string, TimeSpan>? ended)
{
    // The interval for checking a source whose sweep may not start yet.
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(1);

    // The resolution of timers.
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(100);

    private JobSourceStatus _status = new(source.Name) { Priority = source.Priority };

    internal JobSourceStatus Status => Volatile.Read(ref _status);

    internal async Task RunAsync(CancellationToken stop)
    {
        var isDelayed = false;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (!isDelayed)
                {
                    await WaitAsync(source.Delay, stop);
                    isDelayed = true;
                }

                await RunSweepsAsync(stop);
                return;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The registry is shutting down; the remaining jobs run after the next start.
            }
            catch (Exception cause)
            {
                // A source whose schedule cannot be read is retried; it must end neither the others nor the process.
                LogSourceFailed(cause, source.Name);
                Fail(cause.Message);
                await ((Task)WaitAsync(AskAgain, stop)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RunSweepsAsync(CancellationToken stop)
    {
        do
        {
            while (!source.MayStart(time.GetUtcNow()))
            {
                await WaitAsync(AskAgain, stop);
            }

            await SweepAsync(stop);
        }
        while (await WaitAsync(source.Period, stop));
        Set(_status with { IsOver = true });
    }

    private void Fail(string reason) =>
        Set(_status with { Failures = _status.Failures + 1, LastFailure = reason, LastSweepFailed = true });

    private async Task SweepAsync(CancellationToken stop)
    {
        var failures = _status.Failures;
        Set(_status with { Started = time.GetUtcNow(), Ended = null, Next = null });
        try
        {
            await foreach (var job in source.EnumerateAsync(stop))
            {
                await slots.EnterAsync(source.Priority, stop);
                var start = time.GetTimestamp();
                try
                {
                    await DoAsync(job, stop);
                }
                finally
                {
                    slots.Leave();
                }

                await RestAsync(start, stop);
            }
        }
        catch (Exception cause) when (!stop.IsCancellationRequested)
        {
            // The jobs could not be enumerated completely; the next sweep tries again.
            LogSweepFailed(cause, source.Name);
            Set(_status with { Failures = _status.Failures + 1, LastFailure = cause.Message });
        }

        var now = time.GetUtcNow();
        Set(_status with
        {
            Ended = now,
            LastEnded = now,
            LastSweepFailed = _status.Failures > failures,
            Sweeps = _status.Sweeps + 1,
        });
        DateTimeOffset? next = source.Period is { Ticks: > 0 } period ? now + period : null;
        LogSweepEnded(source.Name, _status.Sweeps, _status.Failures - failures, next);
    }

    // Half of the time is left to requests, so that a sweep over thousands of repositories does not slow them down.
    private async ValueTask RestAsync(long start, CancellationToken stop)
    {
        var worked = time.GetElapsedTime(start);
        if (source.Priority < JobPriority.High && worked >= ShortestRest)
        {
            await Task.Delay(worked < LongestRest ? worked : LongestRest, time, stop);
        }
    }

    private async Task DoAsync(Job job, CancellationToken stop)
    {
        Set(_status with { Running = job.Name });
        LogStarting(job.Name);
        var start = time.GetTimestamp();
        try
        {
            await job.RunAsync(stop);
            LogFinished(job.Name);
            Set(_status with { Running = null, Jobs = _status.Jobs + 1 });
        }
        catch (Exception cause) when (!stop.IsCancellationRequested)
        {
            // A failure of any kind affects this job only; the next job of the source still runs.
            LogFailed(cause, job.Name);
            Set(_status with
            {
                Running = null,
                Jobs = _status.Jobs + 1,
                Failures = _status.Failures + 1,
                LastFailure = $"{job.Name}: {cause.Message}",
            });
        }

        ended?.Invoke(source.Name, time.GetElapsedTime(start));
    }

    private async Task<bool> WaitAsync(TimeSpan period, CancellationToken stop)
    {
        if (period <= TimeSpan.Zero)
        {
            return false;
        }

        // The timer is started before the status is published, so that a reader can rely on Next.
        var waiting = Task.Delay(period, time, stop);
        Set(_status with { Next = time.GetUtcNow() + period });
        await waiting;
        return true;
    }

    private void Set(JobSourceStatus status) => Volatile.Write(ref _status, status);

    [LoggerMessage(3001, LogLevel.Debug, "starting task: {Job}")]
    private partial void LogStarting(string job);

    [LoggerMessage(3002, LogLevel.Debug, "finished task: {Job}")]
    private partial void LogFinished(string job);

    [LoggerMessage(3003, LogLevel.Error, "failed to execute task: {Job}")]
    private partial void LogFailed(Exception cause, string job);

    [LoggerMessage(3005, LogLevel.Information, "sweep ended: {Source}, {Sweep}, {Failures}, {Next}")]
    private partial void LogSweepEnded(string source, long sweep, long failures, DateTimeOffset? next);

    [LoggerMessage(3006, LogLevel.Error, "failed to schedule the next sweep: {Source}")]
    private partial void LogSourceFailed(Exception cause, string source);

    [LoggerMessage(3004, LogLevel.Error, "failed to enumerate jobs, retrying in the next sweep: {Source}")]
    private partial void LogSweepFailed(Exception cause, string source);
}
