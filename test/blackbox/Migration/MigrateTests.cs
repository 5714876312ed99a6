using Zot.BlackBox.Clients;
using Zot.BlackBox.Layout;

namespace Zot.BlackBox.Migration;

/// <summary><c>zot migrate --from distribution</c> from the directory of a real docker-registry.</summary>
public sealed class MigrateTests
{
    [Theory(Timeout = Limits.LongTest)]
    [BothBuilds]
    public async Task Every_image_is_pulled_as_it_was_pushed(string build)
    {
        await using var source = await DistributionProcess.StartAsync();
        await using var zot = await ZotProcess.StartAsync(build);
        var pushed = await FillAsync(source, zot.Folder);
        await source.StopAsync();
        string[] command = ["migrate", "--from", "distribution", source.Data, zot.ConfigurationFile];
        var refused = await zot.RunAsync(command);
        Assert.Contains("server is running", refused.Errors, StringComparison.Ordinal);
        await zot.StopAsync();

        var told = await zot.RunAsync([.. command, "--dry-run"]);
        var done = await zot.RunAsync(command);
        var again = await zot.RunAsync(command);

        await EndedAsync(told, 0);
        await EndedAsync(done, 0);
        await EndedAsync(again, 0);
        Assert.Matches("(?m)^would migrate 8 manifests, 6 tags and ", told.Output);
        Assert.Matches("(?m)^migrated 8 manifests, 6 tags and .* bytes, 0 of them copied; 0 manifests already existed$", done.Output);
        Assert.Matches("(?m)^1 manifests use Docker's schema 2", done.Output);
        Assert.Matches("(?m)^migrated 0 manifests, 0 tags and 0 blobs: 0 bytes, 0 of them copied; 8 manifests already existed$", again.Output);
        await zot.StartAgainAsync();
        foreach (var (path, digest) in pushed)
        {
            (await zot.Client.HeadAsync($"/v2/{path}")).Expect(200).ExpectHeader("Docker-Content-Digest", digest);
            var (name, reference) = (path.Split("/manifests/")[0], path.Split("/manifests/")[1]);
            var image = reference.Contains(':', StringComparison.Ordinal) ? $"{name}@{reference}" : $"{name}:{reference}";
            var folder = zot.Folder.Combine($"out-{name.Replace('/', '-')}-{reference.Replace(':', '-')}");
            await CopyAsync($"docker://{zot.Host}/{image}", $"dir:{folder}");
            var manifest = await File.ReadAllBytesAsync(Path.Combine(folder, "manifest.json"), TestContext.Current.CancellationToken);
            Assert.Equal(digest, Digests.Sha256(manifest));
        }
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Damaged_blob_is_reported_and_the_rest_is_migrated(string build)
    {
        await using var source = await DistributionProcess.StartAsync();
        await using var zot = await ZotProcess.StartAsync(build);
        var (whole, damaged) = (Manifest.Image(), Manifest.Image());
        await source.Client.PushAsync("app", whole, "whole");
        await source.Client.PushAsync("app", damaged, "damaged");
        await source.StopAsync();
        await zot.StopAsync();
        var layer = damaged.Blobs[1].Digest[7..];
        await File.WriteAllBytesAsync(
            Path.Combine(source.Data, "docker/registry/v2/blobs/sha256", layer[..2], layer, "data"), new byte[64], TestContext.Current.CancellationToken);

        var run = await zot.RunAsync("migrate", "--from", "distribution", source.Data, zot.Data);

        await EndedAsync(run, 1);
        Assert.Equal($"Error: app:damaged: the blob sha256:{layer} is damaged: its digest does not match", run.Errors.Trim());
        await zot.StartAgainAsync();
        Assert.Equal(["whole"], await zot.Client.TagsAsync("app"));
        (await zot.Client.GetAsync($"/v2/app/blobs/{whole.Blobs[1].Digest}")).Expect(200).ExpectBody(whole.Blobs[1].Content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Interrupted_migration_is_completed_by_the_next_run(string build)
    {
        await using var source = await DistributionProcess.StartAsync();
        await using var zot = await ZotProcess.StartAsync(build);
        var images = Enumerable.Range(0, 3).Select(static _ => Manifest.Image(Blob.Configuration(), [Blob.Random(20_000_000)])).ToArray();
        foreach (var (image, number) in images.Select(static (image, number) => (image, number)))
        {
            await source.Client.PushAsync("app", image, $"v{number}");
        }

        await source.StopAsync();
        await zot.StopAsync();
        string[] command = ["migrate", "--from", "distribution", source.Data, zot.Data, "--copy"];
        await using (var killed = CommandRun.Start([.. ZotBinary.Command(build), .. command]))
        {
            var blobs = Path.Combine(zot.Data, "app", "blobs", "sha256");
            await Eventually.TrueAsync(
                () => Task.FromResult(killed.ExitCode.IsCompleted || (Directory.Exists(blobs) && Directory.EnumerateFiles(blobs).Any())), "a part of the migration is done", Limits.Process);
            await killed.SignalAsync("KILL");
            await killed.WaitAsync(Limits.Process);
        }

        await zot.StartAgainAsync();
        foreach (var tag in (await zot.Client.GetAsync("/v2/app/tags/list")) is { Status: 200 } list ? list.Strings("tags") : [])
        {
            await IsWholeAsync(zot, images[tag[1] - '0'], tag);
        }

        await zot.StopAsync();
        await EndedAsync(await zot.RunAsync(command), 0);
        await zot.StartAgainAsync();
        foreach (var (image, number) in images.Select(static (image, number) => (image, number)))
        {
            await IsWholeAsync(zot, image, $"v{number}");
        }

        Assert.Empty(Directory.EnumerateFiles(Path.Combine(zot.Data, "app", ".uploads")));
    }

    private static async Task IsWholeAsync(ZotProcess zot, Manifest image, string tag)
    {
        (await zot.Client.GetAsync($"/v2/app/manifests/{tag}")).Expect(200).ExpectBody(image.Content);
        foreach (var blob in image.Blobs)
        {
            (await zot.Client.GetAsync($"/v2/app/blobs/{blob.Digest}")).Expect(200).ExpectBody(blob.Content);
        }
    }

    // Returns the paths of all manifests, with their digests.
    private static async Task<Dictionary<string, string>> FillAsync(DistributionProcess source, TemporaryFolder folder)
    {
        var (multi, image, old) = (RealImage.MultiPlatform(), RealImage.Create(), RealImage.Create());
        new ImageLayout(folder.Combine("multi")).Add(multi, "v1");
        new ImageLayout(folder.Combine("image")).Add(image, "v1");
        await CopyAsync($"oci:{folder.Combine("multi")}:v1", $"docker://{source.Host}/team/multi:v1");
        await CopyAsync($"oci:{folder.Combine("image")}:v1", $"docker://{source.Host}/app:v1");
        await CopyAsync($"oci:{folder.Combine("image")}:v1", $"docker://{source.Host}/app:latest");
        await CopyAsync($"oci:{folder.Combine("image")}:v1", $"docker://{source.Host}/team/deeper/app:v1");
        await Tool.RunAsync(
            "skopeo", "copy", "--quiet", "--dest-tls-verify=false", "--format", "v2s2", $"oci:{folder.Combine("image")}:v1", $"docker://{source.Host}/docker:v1");
        await source.Client.PushAsync("moved", old, "v1");
        await source.Client.PushAsync("moved", image, "v1");
        var docker = (await source.Client.HeadAsync("/v2/docker/manifests/v1", ("Accept", MediaType.DockerImage))).Expect(200);
        return new Dictionary<string, string>
        {
            ["team/multi/manifests/v1"] = multi.Digest,
            [$"team/multi/manifests/{multi.Manifests[1].Digest}"] = multi.Manifests[1].Digest,
            ["app/manifests/v1"] = image.Digest,
            ["app/manifests/latest"] = image.Digest,
            ["team/deeper/app/manifests/v1"] = image.Digest,
            ["docker/manifests/v1"] = docker.Header("Docker-Content-Digest")!,
            ["moved/manifests/v1"] = image.Digest,
            [$"moved/manifests/{old.Digest}"] = old.Digest,
        };
    }

    private static async Task EndedAsync(CommandRun run, int exitCode) => Assert.True(await run.ExitCode == exitCode, run.Transcript);

    private static Task<string> CopyAsync(string from, string to) => Tool.RunAsync(
        "skopeo", "copy", "--quiet", "--all", "--preserve-digests", "--src-tls-verify=false", "--dest-tls-verify=false", from, to);
}
