using Zot.Configuration.Storage;

namespace Zot.Configuration.Features;

/// <summary>A feature that a configuration can require and that a build may lack.</summary>
public sealed class Feature
{
    private readonly Func<ZotOptions, bool> _isConfigured;

    private Feature(
        string name, string key, FeatureKind kind, Func<ZotOptions, bool> isConfigured, string? extension = null)
    {
        (Name, Key, Kind, Extension) = (name, key, kind, extension);
        _isConfigured = isConfigured;
    }

    /// <summary>All features.</summary>
    public static IReadOnlyList<Feature> All { get; } =
    [
        Guard("tls", "http.tls", static zot => zot.Http.HasTls),
        Guard("htpasswd", "http.auth.htpasswd", static zot => zot.Http.Auth.Htpasswd is { Path.Length: > 0 }),
        Guard("ldap", "http.auth.ldap", static zot => zot.Http.Auth.Ldap is not null),
        Guard("bearer", "http.auth.bearer", static zot => zot.Http.Auth.Bearer is not null),
        Guard("openid", "http.auth.openid", static zot => zot.Http.Auth.OpenId is not null),
        Guard("apikey", "http.auth.apikey", static zot => zot.Http.Auth is { ApiKey: true, OpenId: null }),
        Guard(
            "mtls", "http.tls.cacert", static zot => zot.Http.HasClientCertificates || zot.Http.Auth.Mtls is not null),
        Guard("accessControl", "http.accessControl", static zot => zot.Http.AccessControl is not null),

        Foundation("subPaths", "storage.subPaths", static zot => zot.Storage.SubPaths.Count > 0),
        Foundation("s3", "storage.storageDriver", static zot => HasDriver(zot, "s3")),
        Foundation("gcs", "storage.storageDriver", static zot => HasDriver(zot, "gcs")),
        Foundation("azure", "storage.storageDriver", static zot => HasDriver(zot, "azure")),
        Foundation("dynamodb", "storage.cacheDriver", static zot => HasCache(zot, "dynamodb")),
        Foundation("redis", "storage.cacheDriver", static zot => HasCache(zot, "redis")),
        Foundation("cluster", "cluster", static zot => zot.Cluster is { Members.Count: > 1 }),

        Addition("gc", "storage.gc", static zot => Stores(zot).Any(static store => store.Gc)),
        Addition(
            "retention",
            "storage.retention.policies.keepTags",
            static zot => Policies(zot).Any(static policy => policy.KeepTags.Count > 0)),
        Addition(
            "keepUntagged",
            "storage.retention.policies.keepUntagged",
            static zot => Policies(zot).Any(static policy => policy.KeepUntagged is not null)),
        Addition("maxRepos", "storage.maxRepos", static zot => zot.Storage.MaxRepos > 0),
        Addition("commit", "storage.commit", static zot => Stores(zot).Any(static store => store.Commit)),
        Addition("ratelimit", "http.ratelimit", static zot => zot.Http.RateLimit is not null),
        Addition("docker2s2", "http.compat", static zot => zot.Http.AcceptsDockerManifests),
        Addition("sessions", "http.auth", static zot =>
            zot.Http.Auth is { SessionDriver: not null } or { SessionKeysFile.Length: > 0 } or { SecureSession: true }),
        Addition(
            "redisSessions", "http.auth.sessionDriver", static zot => zot.Http.Auth.SessionDriver is { Name: "redis" }),
        Addition("audit", "log.audit", static zot => zot.Log.Audit is { Length: > 0 }),
        Addition("scheduler", "scheduler", static zot => zot.Scheduler.NumWorkers > 0),

        OfExtension("search", "search", "extensions.search", static zot => zot.Extensions.Search is { Enable: true }),
        OfExtension(
            "cve",
            "search",
            "extensions.search.cve",
            static zot => zot.Extensions.Search is { Enable: true, Cve: not null }),
        OfExtension("sync", "sync", "extensions.sync", static zot => zot.Extensions.Sync is { Enable: true }),
        OfExtension(
            "metrics", "metrics", "extensions.metrics", static zot => zot.Extensions.Metrics is { Enable: true }),
        OfExtension("scrub", "scrub", "extensions.scrub", static zot => zot.Extensions.Scrub is { Enable: true }),
        OfExtension("lint", "lint", "extensions.lint", static zot => zot.Extensions.Lint is { Enable: true }),
        OfExtension("mgmt", "mgmt", "extensions.search", static zot => zot.Extensions.Search is { Enable: true }),
        OfExtension("ui", "ui", "extensions.ui", static zot => zot.Extensions.Ui is { Enable: true }),
        OfExtension("userprefs", "userprefs", "extensions.ui", static zot => zot.Extensions.Ui is { Enable: true }),
        OfExtension("trust", "imagetrust", "extensions.trust", static zot => zot.Extensions.Trust is { Enable: true }),
        OfExtension(
            "events",
            "events",
            "extensions.events",
            static zot => zot.Extensions.Events is { Enable: true, Sinks.Count: > 0 }),
        OfExtension(
            "notifications",
            "events",
            "extensions.events.notifications",
            static zot => zot.Extensions.Events is { Enable: true, Notifications.Endpoints.Count: > 0 }),
    ];

    /// <summary>The name of the feature.</summary>
    public string Name { get; }

    /// <summary>The key that requires the feature.</summary>
    public string Key { get; }

    /// <summary>The consequence of its absence.</summary>
    public FeatureKind Kind { get; }

    /// <summary>The extension that provides the feature; <see langword="null"/> for the core.</summary>
    public string? Extension { get; }

    /// <summary>Returns whether a configuration requires the feature.</summary>
    public bool IsConfiguredIn(ZotOptions options) => _isConfigured(options);

    /// <inheritdoc />
    public override string ToString() => Name;

    private static Feature Guard(string name, string key, Func<ZotOptions, bool> isConfigured) =>
        new(name, key, FeatureKind.Guard, isConfigured);

    private static Feature Foundation(string name, string key, Func<ZotOptions, bool> isConfigured) =>
        new(name, key, FeatureKind.Foundation, isConfigured);

    private static Feature Addition(string name, string key, Func<ZotOptions, bool> isConfigured) =>
        new(name, key, FeatureKind.Addition, isConfigured);

    private static Feature OfExtension(
        string name, string extension, string key, Func<ZotOptions, bool> isConfigured) =>
        new(name, key, FeatureKind.Addition, isConfigured, extension);

    private static IEnumerable<RetentionPolicyOptions> Policies(ZotOptions zot) =>
        Stores(zot).Where(static store => store.Gc).SelectMany(static store => store.Retention.Policies);

    private static IEnumerable<StorageOptions> Stores(ZotOptions zot) =>
        zot.Storage.SubPaths.Values.Prepend(zot.Storage);

    private static bool HasDriver(ZotOptions zot, string name) =>
        Stores(zot).Any(store => store.StorageDriver?.Name == name);

    private static bool HasCache(ZotOptions zot, string name) =>
        Stores(zot).Any(store => store.RemoteCache && store.CacheDriver?.Name == name);
}
