using System.Diagnostics.Metrics;
using Zot.Registry;

namespace Zot.Metering;

/// <summary>The instruments of the registry. A disabled instrument costs one comparison.</summary>
/// <remarks>The kinds of labels are bounded here; the collector bounds the number of their values.</remarks>
public sealed class ZotMeter : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "Zot";

    /// <summary>The repository label of requests without a repository that is known to exist.</summary>
    public const string NoRepository = "N/A";

    private const string WriteLock = "RWLock";

    // As in zot; seconds.
    private static readonly double[] LatencyBounds = [.05, .5, 1, 5, 30, 60, 600];
    private static readonly double[] LockBounds = [.001, .01, .1, 1, 5, 10, 15, 30, 60];

    private readonly Counter<long> _requests;
    private readonly Histogram<double> _repositoryLatency;
    private readonly Histogram<double> _methodLatency;
    private readonly Counter<long> _downloads;
    private readonly Counter<long> _uploads;
    private readonly Histogram<double> _lockLatency;
    private readonly Histogram<double> _taskDuration;
    private readonly Counter<long> _collections;
    private readonly Histogram<double> _collectionDuration;
    private readonly Counter<long> _collected;

    /// <summary>Creates a meter with the instruments of one registry.</summary>
    public ZotMeter()
    {
        _requests = CreateCounter(ZotMetrics.HttpRequests);
        _repositoryLatency = CreateHistogram(ZotMetrics.RepositoryLatency, []);
        _methodLatency = CreateHistogram(ZotMetrics.MethodLatency, LatencyBounds);
        _downloads = CreateCounter(ZotMetrics.Downloads);
        _uploads = CreateCounter(ZotMetrics.Uploads);
        _lockLatency = CreateHistogram(ZotMetrics.StorageLockLatency, LockBounds);
        _taskDuration = CreateHistogram(ZotMetrics.TaskDuration, LatencyBounds);
        _collections = CreateCounter(ZotMetrics.GcRuns);
        _collectionDuration = CreateHistogram(ZotMetrics.GcDuration, []);
        _collected = CreateCounter(ZotMetrics.GcDeleted);
    }

    /// <summary>The meter that owns the instruments.</summary>
    public Meter Meter { get; } = new(Name);

    /// <summary>Indicates whether requests are counted.</summary>
    public bool CountsRequests => _requests.Enabled;

    /// <summary>Indicates whether locks are timed.</summary>
    public bool TimesLocks => _lockLatency.Enabled;

    /// <summary>Counts a completed request.</summary>
    /// <param name="method">The request method.</param>
    /// <param name="status">The status code of the response.</param>
    /// <param name="repository">The requested repository if it exists; otherwise <see cref="NoRepository"/>.</param>
    /// <param name="latency">The duration of the request.</param>
    public void CountRequest(string method, int status, string repository, TimeSpan latency)
    {
        var (verb, seconds) = (HttpLabels.Method(method), latency.TotalSeconds);
        _requests.Add(1, new("method", verb), new("code", HttpLabels.Status(status)));
        _repositoryLatency.Record(seconds, new KeyValuePair<string, object?>("repo", repository));
        _methodLatency.Record(seconds, new KeyValuePair<string, object?>("method", verb));
    }

    /// <summary>Counts a manifest sent to a client.</summary>
    public void CountDownload(RepositoryName repository) =>
        _downloads.Add(1, new KeyValuePair<string, object?>("repo", repository.ToString()));

    /// <summary>Counts a manifest received from a client.</summary>
    public void CountUpload(RepositoryName repository) =>
        _uploads.Add(1, new KeyValuePair<string, object?>("repo", repository.ToString()));

    /// <summary>Records the time of a write lock that was released.</summary>
    /// <param name="storage">The root directory of the storage.</param>
    /// <param name="held">The time from requesting the lock to releasing it.</param>
    public void TimeLock(string storage, TimeSpan held) =>
        _lockLatency.Record(held.TotalSeconds, new("storageName", storage), new("lockType", WriteLock));

    /// <summary>Records the duration of a background job.</summary>
    /// <param name="name">The kind of job, by zot's name.</param>
    /// <param name="duration">The duration.</param>
    public void TimeTask(string name, TimeSpan duration) =>
        _taskDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("name", name));

    /// <summary>Counts a completed garbage collection of a repository.</summary>
    /// <param name="hasFailed">True if it failed.</param>
    /// <param name="duration">The duration.</param>
    public void CountCollection(bool hasFailed, TimeSpan duration)
    {
        _collections.Add(1, new KeyValuePair<string, object?>("error", hasFailed ? "true" : "false"));
        _collectionDuration.Record(duration.TotalSeconds);
    }

    /// <summary>Counts collected objects.</summary>
    /// <param name="kind"><c>manifest</c>, <c>blob</c> or <c>upload</c>, as in zot.</param>
    /// <param name="count">The number of objects.</param>
    public void CountCollected(string kind, int count) =>
        _collected.Add(count, new KeyValuePair<string, object?>("type", kind));

    /// <summary>Reports the build information.</summary>
    public void Describe(string commit, string binaryType, string runtime, string release)
    {
        var info = new Measurement<long>(
            1, new("commit", commit), new("binaryType", binaryType),
            new("goVersion", runtime), new("version", release));
        Meter.CreateObservableGauge(ZotMetrics.Info.Name, () => info, unit: null, ZotMetrics.Info.Help);
    }

    /// <summary>Reports the size of each repository when collected.</summary>
    public void ObserveSizes(Func<IEnumerable<KeyValuePair<RepositoryName, long>>> sizes) =>
        Meter.CreateObservableGauge(
            ZotMetrics.StorageBytes.Name,
            () => sizes().Select(static size => new Measurement<long>(
                size.Value, new KeyValuePair<string, object?>("repo", size.Key.ToString()))),
            unit: null,
            ZotMetrics.StorageBytes.Help);

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    private Counter<long> CreateCounter(MetricDefinition metric) =>
        Meter.CreateCounter<long>(metric.Name, unit: null, metric.Help);

    // A histogram without bounds is a Prometheus summary: count and sum.
    private Histogram<double> CreateHistogram(MetricDefinition metric, IReadOnlyList<double> bounds) =>
        Meter.CreateHistogram(
            metric.Name, "s", metric.Help, tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
}
