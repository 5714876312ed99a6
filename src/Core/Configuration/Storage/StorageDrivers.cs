using Zot.Configuration.Binding;
using Zot.Configuration.Tree;
using Zot.Configuration.Values;

namespace Zot.Configuration.Storage;

/// <summary>Applies the defaults of object store parameters.</summary>
internal static class StorageDrivers
{
    private const string DefaultPrefix = "/zot";

    /// <summary>
    /// Returns the driver with its defaults applied; <see langword="null"/> for an object without keys.
    /// </summary>
    public static DriverOptions? Complete(DriverOptions? driver, Section section)
    {
        switch (driver)
        {
            case null or { IsEmpty: true }:
                return null;
            case { Name: "s3" } when driver.Text("regionendpoint") is { Length: > 0 } && !driver.Has("forcepathstyle"):
                driver.Default("forcepathstyle", ConfigScalar.Of(true));
                section.Warn(
                    "storageDriver",
                    "has a regionendpoint without forcepathstyle, which is deprecated: forcepathstyle is set to true");
                break;
            case { Name: "gcs" or "azure" } when driver.Text("rootdirectory") is null or "" or "/":
                driver.Default("rootdirectory", new ConfigScalar(DefaultPrefix));
                break;
            default:
                break;
        }

        return driver;
    }

    /// <summary>
    /// Returns whether the databases are remote, which is the default if blobs are deduplicated within an object store.
    /// </summary>
    public static bool HasRemoteCache(Section section, bool given, bool dedupe, DriverOptions? driver)
    {
        if (driver is null)
        {
            return given;
        }

        if (!dedupe)
        {
            // A database from before the cache was remote knows the location of shared blobs, so it remains in use.
            var database = Path.Combine(driver.Text("rootdirectory") ?? "", "cache.db");
            return section.SetEffective("remoteCache", given && !File.Exists(database));
        }

        return section.SetEffective("remoteCache", given || !section.Has("remoteCache"));
    }
}
