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

    /// <summary>Whether the exporter could read the metrics of the registry.</summary>
    public static MetricDefinition Up { get; } = new("zot.up", "Whether the registry's metrics could be read: 1, or 0.");

    private static readonly Dictionary<string, MetricDefinition> ByName =
        new MetricDefinition[] { HttpRequests, RepositoryLatency, MethodLatency, Downloads, Uploads, StorageBytes, StorageLockLatency, Info, Up }
            .ToDictionary(static metric => metric.Name, StringComparer.Ordinal);

    /// <summary>What a metric says; empty when it is not one of these.</summary>
    public static string HelpOf(string name) => ByName.GetValueOrDefault(name)?.Help ?? "";
}
