using Zot.Configuration.Binding;
using Zot.Configuration.Values;

namespace Zot.Configuration.Storage;

/// <summary>
/// Validates <c>cacheDriver</c> in combination with <c>remoteCache</c>, <c>dedupe</c> and <c>storageDriver</c>.
/// </summary>
internal static class CacheDriverRules
{
    private static readonly string[] RedisNumbers =
    [
        "db", "protocol", "max_retries", "pool_size", "min_idle_conns", "max_idle_conns", "max_active_conns",
        "max_redirects",
    ];

    private static readonly string[] RedisDurations =
    [
        "min_retry_backoff", "max_retry_backoff", "dial_timeout", "read_timeout", "write_timeout", "pool_timeout",
        "conn_max_idle_time", "conn_max_lifetime",
    ];

    private static readonly string[] RedisFlags =
    [
        "context_timeout_enabled", "pool_fifo", "read_only", "route_by_latency", "route_randomly", "disable_identity",
        "unstable_resp3",
    ];

    public static void Check(StorageOptions store, SectionRules rules)
    {
        if (store.CacheDriver is not { } driver)
        {
            rules.Check(
                !store.Dedupe || store.IsLocal || !store.RemoteCache, value: null,
                "must name the database when dedupe is enabled with a storage driver; or set remoteCache to false",
                "invalid database config, dedupe set to true with remote storage and database, "
                    + "but no remote database configured",
                "cacheDriver");
            return;
        }

        if (!store.RemoteCache)
        {
            rules.Warn("cacheDriver", "is not used, because remoteCache is false; the database is a local file");
            return;
        }

        rules.Check(
            !store.IsLocal || (driver.Name == "redis" && !store.IsSubPath), driver.Name, "needs a storage driver",
            "invalid database config, cannot have local storage driver with remote database!", "cacheDriver.name");
        rules.Check(
            driver.Name == "dynamodb" || (driver.Name == "redis" && !store.IsSubPath), driver.Name,
            store.IsSubPath ? "must be dynamodb" : "must be dynamodb or redis",
            "invalid database config, unsupported database driver", "cacheDriver.name");
        rules.Check(
            driver.Name != "dynamodb" || driver.Text("cachetablename") is { Length: > 0 },
            value: null, "must be given for dynamodb",
            "cachetablename key is mandatory for dynamodb cache driver", "cacheDriver.cachetablename");
        if (driver.Name == "redis")
        {
            CheckRedis(driver, rules, "cacheDriver");
        }
    }

    /// <summary>Warns of Redis parameters of the wrong type, which have no effect.</summary>
    public static void CheckRedis(DriverOptions driver, SectionRules rules, string key)
    {
        WarnWhereWrong(driver, rules, key, RedisNumbers, Kinds.Number);
        WarnWhereWrong(driver, rules, key, RedisDurations, Kinds.Duration);
        WarnWhereWrong(driver, rules, key, RedisFlags, Kinds.Flag);
    }

    private static void WarnWhereWrong<T>(
        DriverOptions driver, SectionRules rules, string key, string[] names, Kind<T> kind)
    {
        foreach (var name in names.Where(name => driver.Has(name) && !driver.Read(name, kind, out _)))
        {
            rules.Warn($"{key}.{name}", $"{kind.Rule} and is ignored (failed to cast parameter to intended type)");
        }
    }
}
