using Xunit;
using Zot.Configuration;

namespace Zot.Core.Tests.Configuration;

public sealed class ConfigurationDefaultsTests
{
    private static ZotOptions Minimal { get; } = Valid("""{"storage": {"rootDirectory": "/r"}}""");

    [Fact]
    public void Storage_deduplicates_and_collects_by_default()
    {
        var storage = Minimal.Storage;

        Assert.True(storage is { Dedupe: true, Gc: true, Commit: false, RemoteCache: false, MaxRepos: 0, IsLocal: true });
        Assert.Equal(TimeSpan.FromHours(1), storage.GcDelay);
        Assert.Equal(TimeSpan.FromHours(1), storage.GcInterval);
        Assert.Equal(TimeSpan.FromHours(1), storage.Retention.Delay);
    }

    [Fact]
    public void Sub_path_neither_deduplicates_nor_collects_by_default()
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
    public void Retention_delay_defaults_to_gc_delay(string keys, int hours) => Assert.Equal(
        TimeSpan.FromHours(hours), Valid("""{"storage": {"rootDirectory": "/r", <keys>}}""".Replace("<keys>", keys)).Storage.Retention.Delay);

    [Fact]
    public void Retention_policy_deletes_untagged_by_default() => Assert.True(
        Valid("""{"storage": {"rootDirectory": "/r", "retention": {"policies": [{"repositories": ["**"]}]}}}""")
            .Storage.Retention.Policies[0] is { DeleteUntagged: true, DeleteReferrers: false, KeepTags: [] });

    [Fact]
    public void Http_listens_on_loopback_with_timeouts_by_default()
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
    public void Port_that_is_empty_or_zero_is_chosen_by_the_kernel(string port) => Assert.Equal(
        0, Valid("""{"storage": {"rootDirectory": "/r"}, "http": {"port": <port>}}""".Replace("<port>", port)).Http.Port);

    [Fact]
    public void OpenId_enables_API_keys() => Assert.True(
        Valid("""{"storage": {"rootDirectory": "/r"}, "http": {"auth": {"openid": {}, "apikey": false}}}""").Http.Auth.ApiKey);

    [Theory]
    [InlineData("metrics", true)]
    [InlineData("search", true)]
    [InlineData("scrub", true)]
    [InlineData("sync", true)]
    [InlineData("trust", true)]
    [InlineData("lint", false)]
    [InlineData("events", false)]
    public void Extension_with_an_empty_section_is_enabled_or_disabled(string section, bool expected)
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
    public void Interval_below_the_minimum_is_raised_with_a_warning()
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
    public void Remote_cache_with_a_storage_driver_follows_dedupe(string keys, bool expected) => Assert.Equal(
        expected,
        ConfigurationFolder.Read("""{"storage": {"rootDirectory": "/r", <keys>, "storageDriver": {"name": "s3", "rootdirectory": "/zot"}}}""".Replace("<keys>", keys))
            .Options.Storage.RemoteCache);

    [Fact]
    public void Storage_driver_in_any_case_has_its_defaults()
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
    public void Outdated_dist_spec_version_is_replaced_with_a_warning()
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
