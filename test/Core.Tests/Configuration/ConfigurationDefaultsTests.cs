using Xunit;
using Zot.Configuration;

namespace Zot.Core.Tests.Configuration;

public sealed class ConfigurationDefaultsTests
{
    private static ZotOptions Minimal { get; } = Valid("""{"storage": {"rootDirectory": "/r"}}""");

    [Fact]
    public void Storage_ByDefault_DedupesAndCollects()
    {
        var storage = Minimal.Storage;

        Assert.True(storage is { Dedupe: true, Gc: true, Commit: false, RemoteCache: false, MaxRepos: 0, IsLocal: true });
        Assert.Equal(TimeSpan.FromHours(1), storage.GcDelay);
        Assert.Equal(TimeSpan.FromHours(1), storage.GcInterval);
        Assert.Equal(TimeSpan.FromHours(1), storage.Retention.Delay);
    }

    [Fact]
    public void SubPath_ByDefault_NeitherDedupesNorCollects()
    {
        var store = Valid("""{"storage": {"rootDirectory": "/r", "subPaths": {"/a": {"rootDirectory": "/a"}, "/b": {"rootDirectory": "/b", "gc": true}}}}""").Storage;

        Assert.True(store.SubPaths["/a"] is { Dedupe: false, Gc: false });
        Assert.Equal(TimeSpan.Zero, store.SubPaths["/a"].GcDelay);
        Assert.Equal(TimeSpan.FromHours(1), store.SubPaths["/b"].GcDelay);
    }

    [Theory]
    [InlineData("\"gcDelay\": \"3h\"", 3)]
    [InlineData("\"gcDelay\": \"3h\", \"retention\": {}", 3)]
    [InlineData("\"gcDelay\": \"3h\", \"retention\": {\"delay\": \"5h\"}", 5)]
    [InlineData("\"gc\": false", 0)]
    public void RetentionDelay_FollowsGcDelay(string keys, int hours) => Assert.Equal(
        TimeSpan.FromHours(hours), Valid("""{"storage": {"rootDirectory": "/r", <keys>}}""".Replace("<keys>", keys)).Storage.Retention.Delay);

    [Fact]
    public void RetentionPolicy_ByDefault_DeletesUntagged() => Assert.True(
        Valid("""{"storage": {"rootDirectory": "/r", "retention": {"policies": [{"repositories": ["**"]}]}}}""")
            .Storage.Retention.Policies[0] is { DeleteUntagged: true, DeleteReferrers: false, KeepTags: [] });

    [Fact]
    public void Http_ByDefault_IsLoopbackWithTimeouts()
    {
        Assert.Equal(("127.0.0.1", 8080), (Minimal.Http.Address, Minimal.Http.Port));
        Assert.Equal(TimeSpan.FromSeconds(60), Minimal.Http.ReadTimeout);
        Assert.Equal(TimeSpan.FromSeconds(60), Minimal.Http.WriteTimeout);
        Assert.Equal("debug", Minimal.Log.Level);
        Assert.Equal(4 * Environment.ProcessorCount, Minimal.Scheduler.EffectiveWorkers);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("0")]
    [InlineData("\"0\"")]
    public void Port_EmptyOrZero_LetsTheKernelChoose(string port) => Assert.Equal(
        0, Valid("""{"storage": {"rootDirectory": "/r"}, "http": {"port": <port>}}""".Replace("<port>", port)).Http.Port);

    [Fact]
    public void OpenId_Present_ForcesApiKeys() => Assert.True(
        Valid("""{"storage": {"rootDirectory": "/r"}, "http": {"auth": {"openid": {}, "apikey": false}}}""").Http.Auth.ApiKey);

    [Theory]
    [InlineData("metrics", true)]
    [InlineData("search", true)]
    [InlineData("scrub", true)]
    [InlineData("sync", true)]
    [InlineData("trust", true)]
    [InlineData("lint", false)]
    [InlineData("events", false)]
    public void Extension_PresentButEmpty_IsOnOrOff(string section, bool expected)
    {
        var extensions = Valid("""{"storage": {"rootDirectory": "/r"}, "extensions": {"<section>": {}}}""".Replace("<section>", section)).Extensions;

        Assert.Equal(expected, section switch
        {
            "metrics" => extensions.Metrics!.Enable,
            "search" => extensions.Search!.Enable,
            "scrub" => extensions.Scrub!.Enable,
            "sync" => extensions.Sync!.Enable,
            "trust" => extensions.Trust!.Enable,
            "lint" => extensions.Lint!.Enable,
            _ => extensions.Events!.Enable,
        });
    }

    [Fact]
    public void Extensions_WithTooShortIntervals_AreRaisedWithAWarning()
    {
        var result = ConfigurationFolder.Read(
            """{"storage": {"rootDirectory": "/r"}, "extensions": {"search": {"cve": {"updateInterval": "1h"}}, "scrub": {"interval": "1m"}}}""");

        Assert.Equal(TimeSpan.FromHours(2), result.Options.Extensions.Search!.Cve!.UpdateInterval);
        Assert.Equal(TimeSpan.FromHours(2), result.Options.Extensions.Scrub!.Interval);
        Assert.Equal(["auto"], result.Options.Extensions.Search.Cve.Trivy.VulnSeveritySources);
        Assert.Equal(2, result.Warnings.Count);
    }

    [Theory]
    [InlineData("\"dedupe\": true", true)]
    [InlineData("\"dedupe\": true, \"remoteCache\": false", false)]
    [InlineData("\"dedupe\": false", false)]
    [InlineData("\"dedupe\": false, \"remoteCache\": true", true)]
    public void RemoteCache_WithAStorageDriver_GoesWithDedupe(string keys, bool expected) => Assert.Equal(
        expected,
        ConfigurationFolder.Read("""{"storage": {"rootDirectory": "/r", <keys>, "storageDriver": {"name": "s3", "rootdirectory": "/zot"}}}""".Replace("<keys>", keys))
            .Options.Storage.RemoteCache);

    [Fact]
    public void StorageDriver_OfAnyCase_HasItsDefaults()
    {
        var gcs = Valid("""{"storage": {"rootDirectory": "/r", "dedupe": false, "storageDriver": {"Name": "gcs", "Bucket": "b", "rootDirectory": "/", "credentials": {"Type": "x"}, "chunksize": "5", "retry": "2s"}}}""").Storage.StorageDriver!;
        var s3 = ConfigurationFolder.Read("""{"storage": {"rootDirectory": "/r", "dedupe": false, "storageDriver": {"name": "s3", "regionendpoint": "http://x"}}}""");

        Assert.Equal("/zot", gcs.Text("rootdirectory"));
        Assert.Equal("b", gcs.Text("BUCKET"));
        Assert.Equal("x", gcs.Group("credentials")!.Text("type"));
        Assert.Equal(5, gcs.Number("chunksize"));
        Assert.Equal(TimeSpan.FromSeconds(2), gcs.Duration("retry"));
        Assert.True(s3.Options.Storage.StorageDriver!.Flag("forcepathstyle"));
        Assert.Contains(s3.Warnings, static warning => warning.Message.Contains("deprecated", StringComparison.Ordinal));
        Assert.Null(Valid("""{"storage": {"rootDirectory": "/r", "storageDriver": {}}}""").Storage.StorageDriver);
    }

    [Fact]
    public void DistSpecVersion_OfOld_IsWarnedOfAndReplaced()
    {
        var result = ConfigurationFolder.Read("""{"distSpecVersion": "1.0.1", "storage": {"rootDirectory": "/r"}}""");

        Assert.Equal("1.1.1", result.Options.DistSpecVersion);
        Assert.Equal("distSpecVersion", Assert.Single(result.Warnings).Key);
    }

    private static ZotOptions Valid(string text)
    {
        var result = ConfigurationFolder.Read(text);
        Assert.Empty(result.Errors);
        return result.Options;
    }
}
