using System.Text.Json.Nodes;

namespace Zot.BlackBox.CommandLine;

/// <summary>A changed configuration file takes effect while the server runs: here, it names another file of users.</summary>
public sealed class ReloadTests
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task When_the_file_is_written(string build)
    {
        await using var zot = await StartAsync(build);

        zot.Configure(LetBobIn);

        await BobGetsInAsync(zot);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task When_another_file_takes_its_place(string build)
    {
        await using var zot = await StartAsync(build);
        var next = zot.Folder.Write("next.json", zot.ConfigurationText(LetBobIn));

        File.Move(next, zot.ConfigurationFile, overwrite: true);

        await BobGetsInAsync(zot);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task When_a_folder_of_links_is_swapped_as_Kubernetes_does(string build)
    {
        await using var zot = await StartAsync(build);
        var text = await File.ReadAllTextAsync(zot.ConfigurationFile, TestContext.Current.CancellationToken);
        await zot.StopAsync();
        await PublishAsync(zot, "first", text);
        File.Delete(zot.ConfigurationFile);
        File.CreateSymbolicLink(zot.ConfigurationFile, Path.Combine("..data", "config.json"));
        await zot.StartAgainAsync();

        await PublishAsync(zot, "second", zot.ConfigurationText(LetBobIn));

        await BobGetsInAsync(zot);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task When_the_server_is_told_to_by_SIGHUP(string build)
    {
        await using var zot = await StartAsync(build);
        await zot.SignalAsync("HUP");
        zot.Configure(LetBobIn);

        await zot.SignalAsync("HUP");

        await BobGetsInAsync(zot);
        Assert.Equal(0, await zot.StopAsync());
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task A_broken_file_changes_nothing_and_the_next_good_one_does(string build)
    {
        await using var zot = await StartAsync(build);
        await File.WriteAllTextAsync(zot.ConfigurationFile, "{ broken", TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => Task.FromResult(zot.Log.Contains("failed to reload config", StringComparison.Ordinal)), "the log tells of the failure");
        using (var alice = Alice(zot))
        {
            (await alice.GetAsync("/v2/")).Expect(200);
        }

        zot.Configure(LetBobIn);

        await BobGetsInAsync(zot);
    }

    private static Task<ZotProcess> StartAsync(string build) => ZotProcess.StartAsync(build, (options, folder) =>
    {
        File.WriteAllText(Path.Combine(folder, "alice"), Htpasswd.Alice);
        File.WriteAllText(Path.Combine(folder, "bob"), Htpasswd.Bob);
        options["http"]!["auth"] = new JsonObject { ["htpasswd"] = new JsonObject { ["path"] = Path.Combine(folder, "alice") } };
    });

    private static void LetBobIn(JsonObject options, string folder) =>
        options["http"]!["auth"]!["htpasswd"]!["path"] = Path.Combine(folder, "bob");

    private static async Task PublishAsync(ZotProcess zot, string version, string text)
    {
        Directory.CreateDirectory(zot.Folder.Combine(version));
        zot.Folder.Write(Path.Combine(version, "config.json"), text);
        Directory.CreateSymbolicLink(zot.Folder.Combine("..tmp"), version);
        await CommandRun.ToEndAsync(["mv", "-T", zot.Folder.Combine("..tmp"), zot.Folder.Combine("..data")]);
    }

    private static RegistryClient Alice(ZotProcess zot) => new(zot.Address, Htpasswd.Basic("alice", "wonderland"));

    private static async Task BobGetsInAsync(ZotProcess zot)
    {
        using var bob = new RegistryClient(zot.Address, Htpasswd.Basic("bob", "builder"));
        using var alice = Alice(zot);
        await Eventually.TrueAsync(async () => (await bob.GetAsync("/v2/")).Status == 200, "bob gets in");
        (await alice.GetAsync("/v2/")).Expect(401);
    }
}
