using System.Text.Json;

namespace Zot.BlackBox.Layout;

/// <summary>Names and entries in the root that do not belong to a repository.</summary>
public sealed class ForeignEntriesTests
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds("app/index.json")]
    [BothBuilds("app/oci-layout")]
    [BothBuilds("app/blobs")]
    [BothBuilds("app/blobs/x")]
    [BothBuilds("blobs")]
    [BothBuilds("cache.db")]
    [BothBuilds("meta.db/x")]
    public async Task Reserved_name_of_the_layout_is_name_invalid(string build, string name)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        var image = Manifest.Image();

        var upload = (await zot.Client.PostAsync($"/v2/{name}/blobs/uploads/")).Expect(404);
        Assert.Contains("NAME_INVALID", upload.Text, StringComparison.Ordinal);
        Assert.Contains("NAME_INVALID", (await zot.Client.PutManifestAsync(name, "v1", image)).Expect(404).Text, StringComparison.Ordinal);
        await zot.Client.PushAsync("app", image, "v1");

        (await zot.Client.PostAsync($"/v2/{name}/blobs/uploads/")).Expect(404);
        (await zot.Client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(image.Content);
        Assert.Equal(["app"], (await zot.Client.GetAsync("/v2/_catalog")).Expect(200).Strings("repositories"));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("loop", ".")]
    [BothBuilds("app/loop", "..")]
    [BothBuilds("alias", "app")]
    [BothBuilds("system", "/")]
    public async Task Link_to_a_directory_is_not_followed(string build, string link, string target)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        var image = Manifest.Image();
        await zot.Client.PushAsync("app", image, "v1");
        await zot.StopAsync();
        Directory.CreateSymbolicLink(Path.Combine(zot.Data, link), target);
        Directory.CreateDirectory(Path.Combine(zot.Data, "lost+found"), UnixFileMode.None);

        await zot.StartAgainAsync();

        Assert.Equal(["app"], (await zot.Client.GetAsync("/v2/_catalog")).Expect(200).Strings("repositories"));
        (await zot.Client.GetAsync($"/v2/{link}/tags/list")).Expect(404);
        Assert.Contains("NAME_INVALID", (await zot.Client.PostAsync($"/v2/{link}/blobs/uploads/")).Expect(404).Text, StringComparison.Ordinal);
        (await zot.Client.PostAsync($"/v2/{link}/tmp/zot-test/blobs/uploads/")).Expect(404);
        await zot.LogsAsync("symbolic link to a directory is not followed");
        await zot.StopAsync();
        Assert.Equal(0, await (await zot.RunAsync("gc", zot.ConfigurationFile)).ExitCode);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Index_json_lists_a_push_at_its_response(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        for (var number = 0; number < 20; number++)
        {
            var image = Manifest.Image();
            await zot.Client.PushAsync("app", image, $"t{number}");

            using var index = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(zot.Data, "app", "index.json"), TestContext.Current.CancellationToken));
            Assert.Contains(index.RootElement.GetProperty("manifests").EnumerateArray(), entry => entry.GetProperty("digest").GetString() == image.Digest);
        }
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Damaged_repository_is_reported_by_gc_and_the_others_are_collected(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, static (options, _) => options["storage"]!["gcDelay"] = "1ms");
        await zot.Client.PushAsync("bad", Manifest.Image(), "v1");
        await zot.Client.PushBlobAsync("good", Blob.Random(1000).Content);
        await zot.StopAsync();
        await File.WriteAllTextAsync(Path.Combine(zot.Data, "bad", "index.json"), "{", TestContext.Current.CancellationToken);

        var run = await zot.RunAsync("gc", zot.ConfigurationFile);

        Assert.Equal(1, await run.ExitCode);
        Assert.Contains("bad: nothing removed: collection failed", run.Output, StringComparison.Ordinal);
        Assert.Contains("removed 0 manifests, 1 blobs", run.Output, StringComparison.Ordinal);
    }
}
