using Microsoft.Extensions.Logging;

namespace Zot.Scheduling;

/// <summary>Runs the jobs of its sources with a limited number of workers.</summary>
public sealed class JobScheduler : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly WorkerSlots _slots;
    private readonly List<JobSourceRun> _runs;
    private Task _ended = Task.CompletedTask;

    /// <summary>Creates a scheduler that has not started.</summary>
    /// <param name="sources">The sources of jobs.</param>
    /// <param name="workers">
    /// The number of jobs that run at once, over all sources; at least one. Each source runs one job at a time.
    /// </param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The logger.</param>
    /// <param name="ended">Called when a job has ended, with the name of its source and its duration.</param>
    public JobScheduler(
        IEnumerable<IJobSource> sources,
        int workers,
        TimeProvider time,
        ILogger<JobScheduler> logger,
        Action<string, TimeSpan>? ended = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        Workers = workers;
        _slots = new WorkerSlots(workers);
        _runs = [.. sources.Select(source => new JobSourceRun(source, _slots, time, logger, ended))];
    }

    /// <summary>The maximum number of jobs that run at once.</summary>
    public int Workers { get; }

    /// <summary>The number of running jobs.</summary>
    public int Working => Workers - _slots.Free;

    /// <summary>Returns the number of jobs of a priority that are waiting for a worker slot.</summary>
    public int Waiting(JobPriority priority) => _slots.Waiting(priority);

    /// <summary>The status of each source, in the order of the sources.</summary>
    public IReadOnlyList<JobSourceStatus> Status => [.. _runs.Select(static run => run.Status)];

    /// <summary>Starts every source.</summary>
    public void Start() => _ended = Task.WhenAll(_runs.Select(run => Task.Run(() => run.RunAsync(_stopping.Token))));

    /// <summary>Cancels the running jobs, and waits until they have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _ended;
        _stopping.Dispose();
    }
}
