namespace Zot.BlackBox.CommandLine;

/// <summary>Tests <c>zot verify</c>.</summary>
public sealed class VerifyTests : CommandTest
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds("config.json", """{"distSpecVersion":"1.1.1","storage":{"rootDirectory":"/tmp/zot"},"http":{"address":"127.0.0.1","port":"8080"},"log":{"level":"debug"}}""")]
    [BothBuilds("config.json", """{"STORAGE":{"RootDirectory":"/tmp/zot","DEDUPE":"true","gcDelay":"1h30m"},"http":{"port":8080}}""")]
    [BothBuilds("config.yaml", "storage:\n  rootDirectory: /tmp/zot # a comment\nhttp:\n  port: 8080\n")]
    [BothBuilds("config.yml", "storage: { rootdirectory: /tmp/zot }\n")]
    [BothBuilds("zot.conf", """{"storage":{"rootDirectory":"/tmp/zot"}}""")]
    public async Task Valid_file_is_reported_as_valid(string build, string name, string text)
    {
        var run = await RunAsync(build, "verify", Folder.Write(name, text));

        await EndedAsync(run, 0);
        Assert.Contains("config file is valid", run.Output, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task All_errors_are_reported_at_once(string build)
    {
        var file = Folder.Write("config.json", """
            {
              "storage": { "rootDirectory": "/tmp/zot", "gcDelay": "-1h", "gcInterval": "soon", "unknownKey": 1 },
              "http": { "port": "70000", "compat": ["docker1"] },
              "log": { "level": "loud" }
            }
            """);

        var run = await RunAsync(build, "verify", file);

        await EndedAsync(run, 1);
        foreach (var fault in new[] { "gcDelay", "gcInterval", "unknownKey", "70000", "docker1", "loud" })
        {
            Assert.Contains(fault, run.Transcript, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("config.json", "")]
    [BothBuilds("config.json", "{}")]
    [BothBuilds("config.json", "{\"storage\":")]
    [BothBuilds("config.json", "[1]")]
    [BothBuilds("config.yaml", "storage: [")]
    [BothBuilds("config.json", """{"storage":{"rootDirectory":"/tmp/zot"},"http":{"port":"-1"}}""")]
    [BothBuilds("config.json", """{"storage":{"rootDirectory":"/tmp/zot"},"http":{"prot":"8080"}}""")]
    [BothBuilds("config.json", """{"storage":{"rootDirectory":"/tmp/zot","storageDriver":{"name":"tape"}}}""")]
    [BothBuilds("config.json", """{"storage":{"rootDirectory":"/tmp/zot","subPaths":{"/a":{"rootDirectory":"/tmp/zot"}}}}""")]
    public async Task Unusable_file_is_rejected(string build, string name, string text)
    {
        var file = Folder.Write(name, text);

        await EndedAsync(await RunAsync(build, "verify", file), 1);
        await EndedAsync(await RunAsync(build, "serve", file), 1);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("verify")]
    [BothBuilds("serve")]
    [BothBuilds("scrub")]
    public async Task Missing_file_is_named(string build, string command)
    {
        var run = await RunAsync(build, command, Folder.Combine("absent.json"));

        await EndedAsync(run, 1);
        Assert.Contains("absent.json", run.Transcript, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Verify_has_no_side_effects(string build)
    {
        var data = Folder.Combine("data");

        var run = await RunAsync(build, "verify", Folder.Write("config.json", $$"""{ "storage": { "rootDirectory": "{{data}}" } }"""));

        await EndedAsync(run, 0);
        Assert.False(Directory.Exists(data));
    }
}
