namespace Zot.Metering;

/// <summary>The metrics of zot that the registry has, by zot's names: what dashboards look for.</summary>
public static class ZotMetrics
{
    /// <summary>Requests, by method and status.</summary>
    public static MetricDefinition HttpRequests { get; } = new("zot.http.requests", "Requests answered.");

    /// <summary>How long requests took, by repository.</summary>
    public static MetricDefinition RepositoryLatency { get; } =
        new("zot.http.repo.latency.seconds", "Time from a request to the end of its answer, by the repository it concerned.");

    /// <summary>How long requests took, by method.</summary>
    public static MetricDefinition MethodLatency { get; } =
        new("zot.http.method.latency.seconds", "Time from a request to the end of its answer, by its method.");

    /// <summary>Manifests sent to clients, by repository.</summary>
    public static MetricDefinition Downloads { get; } = new("zot.repo.downloads", "Manifests pulled.");

    /// <summary>Manifests taken from clients, by repository.</summary>
    public static MetricDefinition Uploads { get; } = new("zot.repo.uploads", "Manifests pushed.");

    /// <summary>The size of a repository.</summary>
    public static MetricDefinition StorageBytes { get; } =
        new("zot.repo.storage.bytes", "Size of a repository: its blobs and its index. What repositories share counts in each.");

    /// <summary>How long writers had the turn of a repository.</summary>
    public static MetricDefinition StorageLockLatency { get; } = new(
        "zot.storage.lock.latency.seconds", "Time from asking for the turn to change a repository to giving it back.");

    /// <summary>What runs.</summary>
    public static MetricDefinition Info { get; } = new("zot.info", "What was built, in the labels; the value is always 1.");

    /// <summary>How many jobs may run at once.</summary>
    public static MetricDefinition SchedulerWorkers { get; } = new("zot.scheduler.workers.total", "Background jobs that may run at once.");

    /// <summary>How many jobs run, and how many more could.</summary>
    public static MetricDefinition SchedulerWorkersByState { get; } = new("zot.scheduler.workers", "Workers for background jobs, by state.");

    /// <summary>How long jobs took, by name.</summary>
    public static MetricDefinition TaskDuration { get; } =
        new("zot.scheduler.workers.tasks.duration.seconds", "Time that a background job took, by name.");

    /// <summary>How many jobs wait, by priority.</summary>
    public static MetricDefinition TaskQueueLength { get; } =
        new("zot.scheduler.tasksqueue.length", "Background jobs that wait for a worker, by priority.");

    /// <summary>How many sources of jobs there are.</summary>
    public static MetricDefinition Generators { get; } = new("zot.scheduler.generators", "Sources of background jobs.");

    /// <summary>How many sources of jobs are in which state, by priority.</summary>
    public static MetricDefinition GeneratorsByState { get; } =
        new("zot.scheduler.generators.status", "Sources of background jobs, by priority and state.");

    /// <summary>How many collections of a repository have ended, by whether they failed.</summary>
    public static MetricDefinition GcRuns { get; } = new("zot.gc.runs", "Garbage collections of a repository, by whether they failed.");

    /// <summary>How long they took.</summary>
    public static MetricDefinition GcDuration { get; } = new("zot.gc.duration.seconds", "Time that the garbage collection of a repository took.");

    /// <summary>What they have removed, by kind.</summary>
    public static MetricDefinition GcDeleted { get; } = new("zot.gc.deleted", "What garbage collection has removed, by kind.");

    /// <summary>Whether a sweep runs.</summary>
    public static MetricDefinition JobRunning { get; } = new("zot.job.running", "Whether a sweep of the background job runs: 1, or 0.");

    /// <summary>The result of the last sweep.</summary>
    public static MetricDefinition JobFailed { get; } = new("zot.job.failed", "Whether anything failed in the last sweep of the background job: 1, or 0.");

    /// <summary>When the last sweep ended.</summary>
    public static MetricDefinition JobEnded { get; } =
        new("zot.job.last.end.timestamp.seconds", "When the last sweep of the background job ended, in seconds since 1970.");

    /// <summary>When the next sweep starts.</summary>
    public static MetricDefinition JobNext { get; } =
        new("zot.job.next.start.timestamp.seconds", "When the next sweep of the background job starts at the earliest, in seconds since 1970.");

    /// <summary>How many sweeps have ended.</summary>
    public static MetricDefinition JobSweeps { get; } = new("zot.job.sweeps", "Sweeps of the background job that have ended.");

    /// <summary>How many steps of sweeps have ended.</summary>
    public static MetricDefinition JobTasks { get; } = new("zot.job.tasks", "Steps of the background job that have ended: one for each repository.");

    /// <summary>How many failed.</summary>
    public static MetricDefinition JobFailures { get; } = new("zot.job.failures", "Steps of the background job that failed.");

    /// <summary>The repositories that the metadata index cannot read.</summary>
    public static MetricDefinition MetadataFailed { get; } =
        new("zot.metadata.failed.repositories", "Repositories that could not be read into the metadata index.");

    /// <summary>Whether the exporter could read the metrics of the registry.</summary>
    public static MetricDefinition Up { get; } = new("zot.up", "Whether the registry's metrics could be read: 1, or 0.");

    private static readonly Dictionary<string, MetricDefinition> ByName =
        new MetricDefinition[] { HttpRequests, RepositoryLatency, MethodLatency, Downloads, Uploads, StorageBytes, StorageLockLatency, Info, Up,
            SchedulerWorkers, SchedulerWorkersByState, TaskDuration, TaskQueueLength, Generators, GeneratorsByState,
            GcRuns, GcDuration, GcDeleted, JobRunning, JobFailed, JobEnded, JobNext, JobSweeps, JobTasks, JobFailures, MetadataFailed }
            .ToDictionary(static metric => metric.Name, StringComparer.Ordinal);

    /// <summary>What a metric says; empty when it is not one of these.</summary>
    public static string HelpOf(string name) => ByName.GetValueOrDefault(name)?.Help ?? "";
}
