using Zot.Configuration.Binding;
using Zot.Go;

namespace Zot.Configuration.Storage;

/// <summary>Validates the settings of <c>storage</c> and of each sub path.</summary>
internal static class StorageRules
{
    private static readonly string[] GcKeys = ["gcDelay", "gcInterval", "gcTimeWindow"];

    public static void Check(StorageOptions store, SectionRules rules)
    {
        rules.Check(
            !string.IsNullOrWhiteSpace(store.RootDirectory), store.RootDirectory, "must name a directory",
            "image store not found corresponding to given route");
        rules.Check(
            !store.RedirectBlobUrl || !store.IsLocal, store.RedirectBlobUrl, "needs a storage driver",
            "invalid storage config, redirectBlobURL is supported only for s3/gcs/azure storage");
        rules.Check(
            store.IsLocal || store.StorageDriver is { Name: "s3" or "gcs" or "azure" }, store.StorageDriver?.Name,
            "must be s3, gcs or azure", "unsupported storage driver", "storageDriver.name");
        rules.Check(store.MaxRepos >= 0, store.MaxRepos, "must not be negative");
        CheckGarbageCollection(store, rules);
        CacheDriverRules.Check(store, rules);
        RootDirectoryRules.Check(store, rules);
    }

    private static void CheckGarbageCollection(StorageOptions store, SectionRules rules)
    {
        var delay = GoDuration.Format(store.GcDelay);
        rules.Check(
            store.GcDelay >= TimeSpan.Zero, store.GcDelay, "must not be negative",
            store is { IsSubPath: true, Gc: true }
                ? $"invalid GC delay configuration - cannot be negative or zero: {delay}"
                : $"invalid garbage-collect delay specified {delay}");
        rules.Check(
            store is not { IsSubPath: true, Gc: true } || store.GcDelay != TimeSpan.Zero, store.GcDelay,
            "must not be zero in a sub path with gc",
            $"invalid GC delay configuration - cannot be negative or zero: {delay}");
        rules.Check(
            store.GcInterval >= TimeSpan.Zero, store.GcInterval, "must not be negative",
            $"invalid garbage-collect interval specified {GoDuration.Format(store.GcInterval)}");

        foreach (var key in GcKeys.Where(key => !store.Gc && rules.Has(key)))
        {
            rules.Warn(key, "will be ignored because gc is disabled");
        }
    }
}
