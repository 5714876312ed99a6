using Microsoft.Extensions.Logging;

namespace Zot.Scheduling;

/// <summary>Does what its sources say there is to do, so many jobs at once.</summary>
public sealed class JobScheduler : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly WorkerSlots _slots;
    private readonly List<JobSourceRun> _runs;
    private Task _ended = Task.CompletedTask;

    /// <summary>A scheduler that has not started.</summary>
    /// <param name="sources">What there is to do.</param>
    /// <param name="workers">How many jobs run at once, over all sources; at least one. Of one source one runs at a time.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where failures are told.</param>
    /// <param name="ended">Is told of each job that has ended: the name of its source, and how long it took.</param>
    public JobScheduler(
        IEnumerable<IJobSource> sources, int workers, TimeProvider time, ILogger<JobScheduler> logger, Action<string, TimeSpan>? ended = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        Workers = workers;
        _slots = new WorkerSlots(workers);
        _runs = [.. sources.Select(source => new JobSourceRun(source, _slots, time, logger, ended))];
    }

    /// <summary>How many jobs run at once at most.</summary>
    public int Workers { get; }

    /// <summary>How many jobs run.</summary>
    public int Working => Workers - _slots.Free;

    /// <summary>How many jobs of a priority wait until one that runs has ended.</summary>
    public int Waiting(JobPriority priority) => _slots.Waiting(priority);

    /// <summary>How far each source is, in their order.</summary>
    public IReadOnlyList<JobSourceStatus> Status => [.. _runs.Select(static run => run.Status)];

    /// <summary>Starts every source.</summary>
    public void Start() => _ended = Task.WhenAll(_runs.Select(run => Task.Run(() => run.RunAsync(_stopping.Token))));

    /// <summary>Lets the jobs that run know that they are to end, and waits until they have.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _ended;
        _stopping.Dispose();
    }
}
