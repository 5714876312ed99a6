using System.Text.Json.Nodes;

namespace Zot.BlackBox.CommandLine;

/// <summary>Tests reloading while the server runs: the changed configuration names another htpasswd file.</summary>
public sealed class ReloadTests
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Written_file_is_reloaded(string build)
    {
        await using var zot = await StartAsync(build);

        zot.Configure(LetBobIn);

        await BobGetsInAsync(zot);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Replaced_file_is_reloaded(string build)
    {
        await using var zot = await StartAsync(build);
        var next = zot.Folder.Write("next.json", zot.ConfigurationText(LetBobIn));

        File.Move(next, zot.ConfigurationFile, overwrite: true);

        await BobGetsInAsync(zot);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Kubernetes_style_symlink_swap_is_reloaded(string build)
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
    public async Task SIGHUP_reloads_the_file(string build)
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
    public async Task Invalid_file_is_ignored_and_the_next_valid_one_is_loaded(string build)
    {
        await using var zot = await StartAsync(build);
        await File.WriteAllTextAsync(zot.ConfigurationFile, "{ broken", TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => Task.FromResult(zot.Log.Contains("failed to reload config", StringComparison.Ordinal)), "the failure is logged");
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
        await Eventually.TrueAsync(async () => (await bob.GetAsync("/v2/")).Status == 200, "bob is admitted");
        (await alice.GetAsync("/v2/")).Expect(401);
    }
}
