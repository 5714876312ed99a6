using System.Diagnostics.Metrics;
using Zot.Registry;

namespace Zot.Metering;

/// <summary>Where the registry tells what happens, for whoever counts it. As long as nobody does, it costs a comparison.</summary>
/// <remarks>What is told is bounded in kind; that a label has not too many values is up to who counts.</remarks>
public sealed class ZotMeter : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "Zot";

    /// <summary>The repository of a request that concerned none, or none that is known to exist.</summary>
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

    /// <summary>A meter with the instruments of one registry.</summary>
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

    /// <summary>The instruments are this meter's.</summary>
    public Meter Meter { get; } = new(Name);

    /// <summary>Whether anybody counts requests.</summary>
    public bool CountsRequests => _requests.Enabled;

    /// <summary>Whether anybody times locks.</summary>
    public bool TimesLocks => _lockLatency.Enabled;

    /// <summary>A request was answered.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="repository">The repository it concerned: one that exists; otherwise <see cref="NoRepository"/>.</param>
    /// <param name="latency">How long it took.</param>
    public void CountRequest(string method, int status, string repository, TimeSpan latency)
    {
        var (verb, seconds) = (HttpLabels.Method(method), latency.TotalSeconds);
        _requests.Add(1, new("method", verb), new("code", HttpLabels.Status(status)));
        _repositoryLatency.Record(seconds, new KeyValuePair<string, object?>("repo", repository));
        _methodLatency.Record(seconds, new KeyValuePair<string, object?>("method", verb));
    }

    /// <summary>A manifest was sent to a client.</summary>
    public void CountDownload(RepositoryName repository) =>
        _downloads.Add(1, new KeyValuePair<string, object?>("repo", repository.ToString()));

    /// <summary>A manifest was taken from a client.</summary>
    public void CountUpload(RepositoryName repository) =>
        _uploads.Add(1, new KeyValuePair<string, object?>("repo", repository.ToString()));

    /// <summary>A writer has given back its turn.</summary>
    /// <param name="storage">The root directory of the storage.</param>
    /// <param name="held">How long it waited for its turn and had it.</param>
    public void TimeLock(string storage, TimeSpan held) =>
        _lockLatency.Record(held.TotalSeconds, new("storageName", storage), new("lockType", WriteLock));

    /// <summary>A job in the background has ended.</summary>
    /// <param name="name">What kind of job it was, as zot calls it.</param>
    /// <param name="duration">How long it took.</param>
    public void TimeTask(string name, TimeSpan duration) =>
        _taskDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("name", name));

    /// <summary>The garbage collection of a repository has ended.</summary>
    /// <param name="hasFailed">Whether it has failed.</param>
    /// <param name="duration">How long it took.</param>
    public void CountCollection(bool hasFailed, TimeSpan duration)
    {
        _collections.Add(1, new KeyValuePair<string, object?>("error", hasFailed ? "true" : "false"));
        _collectionDuration.Record(duration.TotalSeconds);
    }

    /// <summary>Something was collected.</summary>
    /// <param name="kind"><c>manifest</c>, <c>blob</c> or <c>upload</c>, as in zot.</param>
    /// <param name="count">How many of them.</param>
    public void CountCollected(string kind, int count) => _collected.Add(count, new KeyValuePair<string, object?>("type", kind));

    /// <summary>Tells what was built.</summary>
    public void Describe(string commit, string binaryType, string runtime, string release)
    {
        var info = new Measurement<long>(
            1, new("commit", commit), new("binaryType", binaryType), new("goVersion", runtime), new("version", release));
        Meter.CreateObservableGauge(ZotMetrics.Info.Name, () => info, unit: null, ZotMetrics.Info.Help);
    }

    /// <summary>Tells, whenever asked, how large every repository is.</summary>
    public void ObserveSizes(Func<IEnumerable<KeyValuePair<RepositoryName, long>>> sizes) =>
        Meter.CreateObservableGauge(
            ZotMetrics.StorageBytes.Name,
            () => sizes().Select(static size => new Measurement<long>(
                size.Value, new KeyValuePair<string, object?>("repo", size.Key.ToString()))),
            unit: null,
            ZotMetrics.StorageBytes.Help);

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    private Counter<long> CreateCounter(MetricDefinition metric) => Meter.CreateCounter<long>(metric.Name, unit: null, metric.Help);

    // Without a bound it is what Prometheus calls a summary: count and sum.
    private Histogram<double> CreateHistogram(MetricDefinition metric, IReadOnlyList<double> bounds) =>
        Meter.CreateHistogram(
            metric.Name, "s", metric.Help, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
}
