using System.Globalization;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Crash;

/// <summary>The server starts where one can only read, or read and delete; and is killed while it does.</summary>
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
    public async Task Start_serves_pulls_and_refuses_pushes(string build, string condition)
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

    // Passwords, keys and retention by time: what opens a database at the start.
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
            // Not one more.
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
            // Not one more.
        }
    }
}
