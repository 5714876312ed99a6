using System.Globalization;
using System.Text.Json.Nodes;
using Zot.BlackBox.Extensions;

namespace Zot.BlackBox.Crash;

/// <summary>The server starts on a read-only or full file system, and is killed during the start.</summary>
[Trait("suite", "crash")]
public sealed class UnwritableStartTests
{
    private const string User = "alice";
    private const string Password = "wonderland";
    private const int Kills = 10;

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("space")]
    [BothBuilds("inodes")]
    [BothBuilds("read-only")]
    public async Task Server_serves_pulls_and_rejects_pushes(string build, string condition)
    {
        await using var zot = await ZotProcess.StartAsync(build, Configure);
        await zot.StopAsync();
        await MountAsync(zot.Data, condition);
        try
        {
            await zot.StartAgainAsync();
            using var client = new RegistryClient(zot.Address, Htpasswd.Basic(User, Password));
            var (kept, deleted) = (Manifest.Image(), Manifest.Image());
            await client.PushAsync("app", kept, "v1");
            await client.PushAsync("app", deleted, "v2");
            await zot.StopAsync();
            await FillAsync(zot.Data, condition);

            for (var kill = 0; kill < Kills; kill++)
            {
                await zot.StartAgainAsync();
                await zot.KillAsync();
            }

            await zot.StartAgainAsync();
            (await client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(kept.Content);
            (await client.GetAsync($"/v2/app/blobs/{kept.Blobs[1].Digest}")).Expect(200).ExpectBody(kept.Blobs[1].Content);
            var refused = Blob.Random(200_000);
            (await client.PostAsync($"/v2/app/blobs/uploads/?digest={refused.Digest}", refused.Content, ("Content-Type", "application/octet-stream"))).Expect(condition == "read-only" ? 503 : 507);
            (await client.DeleteAsync($"/v2/app/manifests/{deleted.Digest}")).Expect(condition == "read-only" ? 503 : 202);
            (await client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(kept.Content);
            await zot.LogsAsync(condition == "read-only" ? "storage directory is read-only" : "storage directory has no space or no inodes left");
            await zot.StopAsync();
        }
        finally
        {
            await Tool.TryAsync("umount", "-l", zot.Data);
        }
    }

    [Theory(Timeout = Limits.Test)]
    [FullBuild("space")]
    [FullBuild("inodes")]
    [FullBuild("read-only")]
    public async Task Server_with_extensions_serves_pulls_and_loses_no_event(string build, string condition)
    {
        await using var receiver = new EventReceiver();
        await using var zot = await ZotProcess.StartAsync(build, (options, _) =>
        {
            options["extensions"] = EventsConfiguration.Of(EventsConfiguration.Http(receiver.Address));
            options["extensions"]!["scrub"] = new JsonObject { ["enable"] = true, ["interval"] = "2h" };
            options["extensions"]!["search"] = new JsonObject { ["enable"] = true };
            options["extensions"]!["ui"] = new JsonObject { ["enable"] = true };
            options["extensions"]!["metrics"] = new JsonObject { ["enable"] = true };
        });
        await zot.StopAsync();
        await MountAsync(zot.Data, condition);
        try
        {
            await zot.StartAgainAsync();
            var image = Manifest.Image();
            await zot.Client.PushAsync("app", image, "v1");
            await receiver.WaitAsync(2);
            await zot.StopAsync();
            await FillAsync(zot.Data, condition);

            await zot.StartAgainAsync();
            (await zot.Client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(image.Content);
            var blob = Blob.Random(200_000);
            (await zot.Client.PostAsync($"/v2/app/blobs/uploads/?digest={blob.Digest}", blob.Content, ("Content-Type", "application/octet-stream"))).Expect(503, 507);
            (await zot.Client.PutManifestAsync("app", "v2", image)).Expect(503, 507);
            (await zot.Client.GetAsync("/v2/_zot/ext/events/sinks")).Expect(200);
            (await zot.Client.GetAsync("/metrics")).Expect(200);
            await zot.StopAsync();
            await EmptyAsync(zot.Data, condition);

            await zot.StartAgainAsync();
            await zot.Client.PushAsync("app", image, "v2");
            await receiver.WaitAsync(3);
            Assert.Equal(["v1", "v2"], receiver.Taken.Where(static taken => taken.Type == "zotregistry.image.updated").Select(static taken => taken.Text("reference")));
            await zot.StopAsync();
        }
        finally
        {
            await Tool.TryAsync("umount", "-l", zot.Data);
        }
    }

    private static async Task EmptyAsync(string folder, string condition)
    {
        var ballast = Path.Combine(folder, "_ballast");
        switch (condition)
        {
            case "read-only":
                await Tool.RunAsync("mount", "-o", "remount,rw", folder);
                break;
            case "inodes":
                Directory.Delete(ballast, recursive: true);
                break;
            default:
                File.Delete(ballast);
                break;
        }
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Root_that_becomes_read_only_rejects_changes_with_503_until_it_is_writable_again(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, static (options, _) =>
        {
            var storage = options["storage"]!.AsObject();
            (storage["gc"], storage["gcDelay"]) = (true, "1s");
        });
        var image = Manifest.Image();
        await zot.Client.PushAsync("app", image, "v1");
        await CoverAsync(zot.Data);
        try
        {
            (await zot.Client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(image.Content);
            (await zot.Client.HeadAsync($"/v2/app/manifests/{image.Digest}")).Expect(200);
            (await zot.Client.HeadAsync($"/v2/app/blobs/{image.Blobs[0].Digest}")).Expect(200);
            var blob = Blob.Random(200_000);
            (await zot.Client.PostAsync($"/v2/app/blobs/uploads/?digest={blob.Digest}", blob.Content, ("Content-Type", "application/octet-stream"))).ExpectError(503, "UNAVAILABLE");
            (await zot.Client.PostAsync("/v2/other/blobs/uploads/", [])).ExpectError(503, "UNAVAILABLE");
            (await zot.Client.PutManifestAsync("app", "v2", image)).ExpectError(503, "UNAVAILABLE");
            (await zot.Client.DeleteAsync("/v2/app/manifests/v1")).ExpectError(503, "UNAVAILABLE");
            (await zot.Client.DeleteAsync($"/v2/app/manifests/{image.Digest}")).ExpectError(503, "UNAVAILABLE");
            (await zot.Client.DeleteAsync($"/v2/app/blobs/{image.Blobs[0].Digest}")).Expect(405, 503);
            (await zot.Client.GetAsync("/v2/_catalog")).Expect(200);
            await zot.LogsAsync("storage is not writable");
        }
        finally
        {
            await Tool.RunAsync("umount", zot.Data);
        }

        await zot.Client.PushAsync("app", Manifest.Image(), "v2");
        Assert.Equal(["v1", "v2"], await zot.Client.TagsAsync("app"));
        Assert.DoesNotContain("panic recovered", zot.Log, StringComparison.Ordinal);
    }

    // A mount over the directory: open files are not affected, and all files opened from now on are read-only.
    private static async Task CoverAsync(string folder)
    {
        var mount = await CommandRun.ToEndAsync(["mount", "--bind", folder, folder]);
        Assert.SkipUnless(await mount.ExitCode == 0, "this user may not mount a file system");
        await Tool.RunAsync("mount", "-o", "remount,bind,ro", folder);
    }

    // Passwords, API keys and retention by time, which open a database at the start.
    private static void Configure(JsonObject options, string folder)
    {
        var users = Path.Combine(folder, "htpasswd");
        File.WriteAllText(users, Htpasswd.Alice);
        options["http"]!["auth"] = new JsonObject { ["htpasswd"] = new JsonObject { ["path"] = users }, ["apikey"] = true };
        options["storage"]!["retention"] = new JsonObject
        {
            ["policies"] = new JsonArray(new JsonObject
            {
                ["repositories"] = new JsonArray("**"),
                ["keepTags"] = new JsonArray(new JsonObject { ["pulledWithin"] = "720h" }),
            }),
        };
    }

    private static async Task MountAsync(string folder, string condition)
    {
        var options = condition == "inodes" ? "size=16m,nr_inodes=400" : "size=16m";
        var mount = await CommandRun.ToEndAsync(["mount", "-t", "tmpfs", "-o", options, "zot", folder]);
        Assert.SkipUnless(await mount.ExitCode == 0, "this user may not mount a file system");
    }

    private static async Task FillAsync(string folder, string condition)
    {
        switch (condition)
        {
            case "read-only":
                await Tool.RunAsync("mount", "-o", "remount,ro", folder);
                break;
            case "inodes":
                FillInodes(folder);
                break;
            default:
                await FillSpaceAsync(folder);
                break;
        }
    }

    private static void FillInodes(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "_ballast"));
        try
        {
            for (var number = 0; ; number++)
            {
                File.Create(Path.Combine(folder, "_ballast", number.ToString(CultureInfo.InvariantCulture))).Dispose();
            }
        }
        catch (IOException)
        {
            // The file system is full.
        }
    }

    private static async Task FillSpaceAsync(string folder)
    {
        await using var ballast = new FileStream(Path.Combine(folder, "_ballast"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                await ballast.WriteAsync(new byte[4096], TestContext.Current.CancellationToken);
            }
        }
        catch (IOException)
        {
            // The file system is full.
        }
    }
}
