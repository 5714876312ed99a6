using Zot.Configuration.Binding;

namespace Zot.Configuration;

/// <summary>Validates dependencies between sections.</summary>
internal static class CrossSectionRules
{
    private static readonly string[] MetadataTables =
    [
        "repometatablename", "imagemetatablename", "repoblobsinfotablename", "userdatatablename", "apikeytablename",
        "versiontablename", "endpoint", "region",
    ];

    public static void Check(ZotOptions options, SectionRules rules)
    {
        CheckRemoteStorage(options, rules);
        CheckPreservedDigests(options, rules);
        CheckMetadataTables(options, rules);
        SyncRetentionRules.Check(options, rules);
    }

    private static void CheckRemoteStorage(ZotOptions options, SectionRules rules)
    {
        if (options.Storage.IsLocal && options.Storage.SubPaths.Values.All(static store => store.IsLocal))
        {
            return;
        }

        if (options.Extensions.Sync is { Enable: true, DownloadDir: null or "" })
        {
            rules.Fault(
                "extensions.sync.downloadDir", "is not set, but must name a directory when a storage driver is set",
                "using both sync and remote storage features needs config.Extensions.Sync.DownloadDir to be specified");
        }

        if (options.Extensions.Search is { Enable: true, Cve: not null })
        {
            rules.Fault(
                "extensions.search.cve", "is set, but requires local storage",
                "failed to enable cve scanning due to incompatibility with remote storage, please disable cve");
        }
    }

    private static void CheckPreservedDigests(ZotOptions options, SectionRules rules)
    {
        var registries = options.Extensions.Sync?.Registries ?? [];
        for (var index = 0; index < registries.Count; index++)
        {
            rules.Check(
                !registries[index].PreserveDigest || options.Http.Compat.Count > 0, registries[index].PreserveDigest,
                "needs docker2s2 in http.compat", "can not use PreserveDigest option without compat",
                $"extensions.sync.registries[{index}].preserveDigest");
        }
    }

    // zot panics when a table name is missing, with this same message.
    private static void CheckMetadataTables(ZotOptions options, SectionRules rules)
    {
        if (options.Storage is not { RemoteCache: true, CacheDriver: { Name: "dynamodb" } driver }
            || !options.NeedsMetadata)
        {
            return;
        }

        foreach (var key in MetadataTables.Where(key => driver.Text(key) is null or ""))
        {
            rules.Fault(
                $"storage.cacheDriver.{key}", "is not set, but must be given for dynamodb",
                "dynamo parameters are not specified correctly, can't proceed");
        }
    }
}
