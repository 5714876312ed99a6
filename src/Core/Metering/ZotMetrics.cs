namespace Zot.Metering;

/// <summary>The metrics that the registry shares with zot, by zot's names, which dashboards use.</summary>
public static class ZotMetrics
{
    /// <summary>Completed requests, by method and status.</summary>
    public static MetricDefinition HttpRequests { get; } = new("zot.http.requests", "Requests answered.");

    /// <summary>The duration of requests, by repository.</summary>
    public static MetricDefinition RepositoryLatency { get; } =
        new("zot.http.repo.latency.seconds", "Time from a request to the end of its response, by repository.");

    /// <summary>The duration of requests, by method.</summary>
    public static MetricDefinition MethodLatency { get; } =
        new("zot.http.method.latency.seconds", "Time from a request to the end of its response, by method.");

    /// <summary>Manifests sent to clients, by repository.</summary>
    public static MetricDefinition Downloads { get; } = new("zot.repo.downloads", "Manifests pulled.");

    /// <summary>Manifests received from clients, by repository.</summary>
    public static MetricDefinition Uploads { get; } = new("zot.repo.uploads", "Manifests pushed.");

    /// <summary>The size of a repository.</summary>
    public static MetricDefinition StorageBytes { get; } =
        new(
            "zot.repo.storage.bytes",
            "Size of a repository: its blobs and its index. Shared blobs count in each repository.");

    /// <summary>The time that writers held the lock of a repository, including the wait for it.</summary>
    public static MetricDefinition StorageLockLatency { get; } = new(
        "zot.storage.lock.latency.seconds", "Time from requesting the write lock of a repository to releasing it.");

    /// <summary>The build information.</summary>
    public static MetricDefinition Info { get; } =
        new("zot.info", "Build information in the labels; the value is always 1.");

    /// <summary>The maximum number of concurrent jobs.</summary>
    public static MetricDefinition SchedulerWorkers { get; } =
        new("zot.scheduler.workers.total", "Maximum number of concurrent background jobs.");

    /// <summary>The number of busy and idle workers.</summary>
    public static MetricDefinition SchedulerWorkersByState { get; } =
        new("zot.scheduler.workers", "Workers for background jobs, by state.");

    /// <summary>The duration of jobs, by name.</summary>
    public static MetricDefinition TaskDuration { get; } =
        new("zot.scheduler.workers.tasks.duration.seconds", "Duration of background jobs, by name.");

    /// <summary>The number of queued jobs, by priority.</summary>
    public static MetricDefinition TaskQueueLength { get; } =
        new("zot.scheduler.tasksqueue.length", "Background jobs waiting for a worker, by priority.");

    /// <summary>The number of job sources.</summary>
    public static MetricDefinition Generators { get; } = new("zot.scheduler.generators", "Sources of background jobs.");

    /// <summary>The number of job sources, by priority and state.</summary>
    public static MetricDefinition GeneratorsByState { get; } =
        new("zot.scheduler.generators.status", "Sources of background jobs, by priority and state.");

    /// <summary>The number of completed garbage collections of repositories, by outcome.</summary>
    public static MetricDefinition GcRuns { get; } =
        new("zot.gc.runs", "Completed garbage collections of repositories, by outcome.");

    /// <summary>The duration of garbage collections.</summary>
    public static MetricDefinition GcDuration { get; } =
        new("zot.gc.duration.seconds", "Duration of the garbage collection of a repository.");

    /// <summary>The number of collected objects, by type.</summary>
    public static MetricDefinition GcDeleted { get; } =
        new("zot.gc.deleted", "Objects removed by garbage collection, by type.");

    /// <summary>Indicates whether a sweep is running.</summary>
    public static MetricDefinition JobRunning { get; } =
        new("zot.job.running", "1 while a sweep of the background job runs, otherwise 0.");

    /// <summary>The result of the last sweep.</summary>
    public static MetricDefinition JobFailed { get; } =
        new("zot.job.failed", "1 if the last sweep of the background job had failures, otherwise 0.");

    /// <summary>The end of the last sweep.</summary>
    public static MetricDefinition JobEnded { get; } =
        new(
            "zot.job.last.end.timestamp.seconds",
            "End of the last sweep of the background job, in seconds since 1970.");

    /// <summary>The start of the next sweep.</summary>
    public static MetricDefinition JobNext { get; } =
        new(
            "zot.job.next.start.timestamp.seconds",
            "Earliest start of the next sweep of the background job, in seconds since 1970.");

    /// <summary>The number of completed sweeps.</summary>
    public static MetricDefinition JobSweeps { get; } =
        new("zot.job.sweeps", "Completed sweeps of the background job.");

    /// <summary>The number of completed steps of sweeps.</summary>
    public static MetricDefinition JobTasks { get; } =
        new("zot.job.tasks", "Completed steps of the background job: one for each repository.");

    /// <summary>The number of failed steps.</summary>
    public static MetricDefinition JobFailures { get; } =
        new("zot.job.failures", "Failed steps of the background job.");

    /// <summary>The number of repositories that the metadata index cannot read.</summary>
    public static MetricDefinition MetadataFailed { get; } =
        new("zot.metadata.failed.repositories", "Repositories that could not be read into the metadata index.");

    /// <summary>Indicates whether the exporter could read the metrics of the registry.</summary>
    public static MetricDefinition Up { get; } =
        new("zot.up", "1 if the metrics of the registry could be read, otherwise 0.");

    private static readonly Dictionary<string, MetricDefinition> ByName =
        new MetricDefinition[]
        {
            HttpRequests, RepositoryLatency, MethodLatency, Downloads, Uploads, StorageBytes, StorageLockLatency,
            Info, Up, SchedulerWorkers, SchedulerWorkersByState, TaskDuration, TaskQueueLength, Generators,
            GeneratorsByState, GcRuns, GcDuration, GcDeleted, JobRunning, JobFailed, JobEnded, JobNext, JobSweeps,
            JobTasks, JobFailures, MetadataFailed,
        }
            .ToDictionary(static metric => metric.Name, StringComparer.Ordinal);

    /// <summary>Returns the help text of a metric; empty if the metric is unknown.</summary>
    public static string HelpOf(string name) => ByName.GetValueOrDefault(name)?.Help ?? "";
}
