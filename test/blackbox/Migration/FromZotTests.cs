using System.Globalization;
using System.Text.Json.Nodes;
using Zot.BlackBox.Authorization;
using Zot.BlackBox.Layout;
using Zot.Testing.Bolt;

namespace Zot.BlackBox.Migration;

/// <summary>The metadata of zot is imported when <c>zot serve</c> runs on its directory.</summary>
public sealed class FromZotTests
{
    private const string Key = "zak_0123456789abcdef0123456789abcdef";
    private const string Imported = "imported manifest statistics from zot";
    private const string KeysRoute = "/zot/auth/apikey";

    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly DateTimeOffset Pushed = Now - TimeSpan.FromDays(400);
    private static readonly DateTimeOffset LongAgo = Now - TimeSpan.FromDays(100);
    private static readonly DateTimeOffset Lately = Now - TimeSpan.FromDays(3);

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task API_keys_are_valid_and_retention_uses_the_imported_pulls(string build)
    {
        var (stale, live) = (Manifest.Image(), Manifest.Image());
        await using var zot = await ZotProcess.StartAsync(build, (options, folder) =>
        {
            Configure(options, folder);
            Fill(Path.Combine(folder, "data"), stale, live).WriteTo(Path.Combine(folder, "data"));
        });
        var meta = Path.Combine(zot.Data, "meta.db");
        var before = Digests.Sha256(await File.ReadAllBytesAsync(meta, TestContext.Current.CancellationToken));
        using var alice = new RegistryClient(zot.Address, Htpasswd.Basic("alice", Key));

        Assert.Contains("app", await Tool.RunAsync("curl", "-sSf", "-u", $"alice:{Key}", $"{zot.Address}v2/_catalog"), StringComparison.Ordinal);
        using (var wrong = new RegistryClient(zot.Address, Htpasswd.Basic("alice", Key[..^1] + "0")))
        {
            (await wrong.GetAsync("/v2/")).Expect(401);
        }

        var listed = Assert.Single((await alice.GetAsync(KeysRoute)).Expect(200).Json.GetProperty("apiKeys").EnumerateArray());
        Assert.Equal(("ci", "2025-03-01"), (listed.GetProperty("label").GetString(), listed.GetProperty("createdAt").GetString()![..10]));
        new FileStream(meta, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose(); // the file is not locked
        await zot.StopAsync();

        var told = await VerifyAsync(zot);
        Assert.Matches($@"(?m)^app +live +{live.Digest}  keep +{Time(Pushed)}  {Time(Lately)}  retained by pulledWithin:720h0m0s policy$", told);
        Assert.Matches($@"(?m)^app +stale +{stale.Digest}  delete +{Time(Pushed)}  {Time(LongAgo)}  didn't meet any tag retention rule$", told);

        await zot.StartAgainAsync();
        (await alice.GetAsync("/v2/app/manifests/stale")).Expect(200);
        (await alice.DeleteAsync($"{KeysRoute}?id={listed.GetProperty("uuid").GetString()}")).Expect(200);
        await zot.StopAsync();
        await zot.StartAgainAsync();

        (await alice.GetAsync("/v2/")).Expect(401); // the key was not imported again
        await zot.StopAsync();
        Assert.Matches($@"(?m)^app +stale +{stale.Digest}  keep +{Time(Pushed)}  .* retained by pulledWithin", await VerifyAsync(zot));
        Assert.Single(zot.Log.Split('\n'), static line => line.Contains(Imported, StringComparison.Ordinal));
        Assert.DoesNotContain(Key["zak_".Length..], zot.Log, StringComparison.Ordinal);
        Assert.Equal(before, Digests.Sha256(await File.ReadAllBytesAsync(meta, TestContext.Current.CancellationToken)));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Interrupted_import_is_completed_by_the_next_start(string build)
    {
        var (stale, live) = (Manifest.Image(), Manifest.Image());
        await using var zot = await ZotProcess.StartAsync(build, Configure);
        await zot.StopAsync();
        var database = Fill(zot.Data, stale, live);
        for (var i = 0; i < 20_000; i++)
        {
            database.AddStatistics($"many/{i % 400:D3}", Digests.Sha256(BitConverter.GetBytes(i)), 1, Lately, Pushed, "alice");
        }

        database.WriteTo(zot.Data);
        var log = new FileInfo(Path.Combine(zot.Data, "_metadata", "index.db-wal"));
        await using (var killed = CommandRun.Start([.. ZotBinary.Command(build), "serve", zot.ConfigurationFile]))
        {
            await Eventually.TrueAsync(
                () =>
                {
                    log.Refresh();
                    return Task.FromResult(
                        (log.Exists && log.Length > 500_000) || killed.Transcript.Contains(Imported, StringComparison.Ordinal) || killed.ExitCode.IsCompleted);
                },
                "a part of the import is written",
                Limits.Process);
            await killed.SignalAsync("KILL");
            await killed.WaitAsync(Limits.Process);
        }

        await zot.StartAgainAsync();
        using (var alice = new RegistryClient(zot.Address, Htpasswd.Basic("alice", Key)))
        {
            (await alice.GetAsync("/v2/")).Expect(200);
        }

        await zot.StopAsync();
        var told = await VerifyAsync(zot);
        Assert.Matches($"(?m)^app +live +{live.Digest}  keep +{Time(Pushed)}  {Time(Lately)} ", told);
        Assert.Matches($"(?m)^app +stale +{stale.Digest}  delete +{Time(Pushed)}  {Time(LongAgo)} ", told);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Damaged_database_is_logged_and_does_not_stop_the_registry(string build)
    {
        var (stale, live) = (Manifest.Image(), Manifest.Image());
        await using var zot = await ZotProcess.StartAsync(build, (options, folder) =>
        {
            Configure(options, folder);
            var data = Path.Combine(folder, "data");
            File.WriteAllBytes(Path.Combine(data, "meta.db"), Fill(data, stale, live).ToArray()[..^4096]);
        });

        using (var alice = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wonderland")))
        {
            (await alice.GetAsync("/v2/app/manifests/live")).Expect(200);
        }

        await zot.LogsAsync("failed to import manifest statistics from zot");
        await zot.LogsAsync("failed to import API keys, stars and bookmarks from zot");
        await zot.LogsAsync("it ends before its last page");
        await zot.StopAsync();
        var refused = await zot.RunAsync("gc", "--dry-run", zot.ConfigurationFile);
        Assert.Equal(1, await refused.ExitCode);
        Assert.Matches("meta.db cannot be read: .*; to proceed without it, move it away", refused.Errors);
        Fill(zot.Data, stale, live).WriteTo(zot.Data);

        await zot.StartAgainAsync();

        await zot.LogsAsync(Imported);
        using var again = new RegistryClient(zot.Address, Htpasswd.Basic("alice", Key));
        (await again.GetAsync("/v2/")).Expect(200);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Directory_of_a_running_zot_is_in_use(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, Configure);
        await zot.StopAsync();
        new ZotDatabase().WriteTo(zot.Data);
        using (new FileStream(Path.Combine(zot.Data, "meta.db"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            var refused = await zot.RunAsync("serve", zot.ConfigurationFile);

            Assert.Equal(1, await refused.ExitCode);
            Assert.Contains("is in use by another zot process", refused.Errors, StringComparison.Ordinal);
        }

        await zot.StartAgainAsync();
    }

    private static void Configure(JsonObject options, string folder)
    {
        AccessConfiguration.AddUsers(options, folder, [("alice", Htpasswd.Alice)]);
        options["http"]!["auth"]!["apikey"] = true;
        var storage = options["storage"]!.AsObject();
        (storage["gc"], storage["gcInterval"]) = (true, "24h");
        storage["retention"] = new JsonObject
        {
            ["dryRun"] = true,
            ["policies"] = new JsonArray(new JsonObject
            {
                ["repositories"] = new JsonArray("**"),
                ["keepTags"] = new JsonArray(new JsonObject { ["pulledWithin"] = "720h" }),
            }),
        };
    }

    // The files are new: by their times alone, everything would be kept.
    private static ZotDatabase Fill(string data, Manifest stale, Manifest live)
    {
        new ImageLayout(Path.Combine(data, "app")).Add(stale, "stale").Add(live, "live");
        return new ZotDatabase()
            .AddTag("app", "stale", stale.Digest, Pushed)
            .AddTag("app", "live", live.Digest, Pushed)
            .AddStatistics("app", stale.Digest, 12, LongAgo, Pushed, "alice")
            .AddStatistics("app", live.Digest, 34, Lately, Pushed, "alice")
            .AddApiKey("alice", Key)
            .AddUser("alice", stars: ["app"]);
    }

    private static async Task<string> VerifyAsync(ZotProcess zot)
    {
        var told = await zot.RunAsync("verify-feature", "retention", zot.ConfigurationFile);
        Assert.True(await told.ExitCode == 0, told.Transcript);
        return told.Output;
    }

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
