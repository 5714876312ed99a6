namespace Zot.Configuration;

/// <summary>What the parameters of the object stores default to.</summary>
internal static class StorageDrivers
{
    private const string DefaultPrefix = "/zot";

    /// <summary>The driver with its defaults; an object without keys is no driver.</summary>
    public static DriverOptions? Complete(DriverOptions? driver, Section section)
    {
        switch (driver)
        {
            case null or { IsEmpty: true }:
                return null;
            case { Name: "s3" } when driver.Text("regionendpoint") is { Length: > 0 } && !driver.Has("forcepathstyle"):
                driver.Default("forcepathstyle", ConfigScalar.Of(true));
                section.Warn("storageDriver", "has a regionendpoint without forcepathstyle, which is deprecated: forcepathstyle is true");
                break;
            case { Name: "gcs" or "azure" } when driver.Text("rootdirectory") is null or "" or "/":
                driver.Default("rootdirectory", new ConfigScalar(DefaultPrefix));
                break;
            default:
                break;
        }

        return driver;
    }

    /// <summary>Whether the databases are remote; they are by themselves when blobs are shared within an object store.</summary>
    public static bool HasRemoteCache(Section section, bool given, bool dedupe, DriverOptions? driver)
    {
        if (driver is null)
        {
            return given;
        }

        if (!dedupe)
        {
            // A database from the time before the cache was remote: it knows where shared blobs are, so it stays in use.
            var database = Path.Combine(driver.Text("rootdirectory") ?? "", "cache.db");
            return section.Settle("remoteCache", given && !File.Exists(database));
        }

        return section.Settle("remoteCache", given || !section.Has("remoteCache"));
    }
}
