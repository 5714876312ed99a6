using System.Text.Json.Nodes;

namespace Zot.BlackBox.Layout;

/// <summary>A directory in zot's layout, written by another tool, is served unchanged.</summary>
public sealed class ServedAsFoundTests
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Tagged_and_untagged_manifests_of_nested_repositories_are_served(string build)
    {
        var (image, untagged) = (Manifest.Image(), Manifest.Image());
        var index = Manifest.Index([Manifest.Image(), Manifest.Image()]);
        var artifact = Manifest.Artifact("application/vnd.example.sbom.v1", image);
        await using var zot = await ZotProcess.StartAsync(build, (_, folder) =>
        {
            var data = Path.Combine(folder, "data");
            new ImageLayout(Path.Combine(data, "a")).Add(image, "v1").Add(image, "v2").Add(untagged).Add(artifact);
            new ImageLayout(Path.Combine(data, "a", "b")).Add(index, "multi").Add(index.Manifests[0]).Add(index.Manifests[1]);
            new ImageLayout(Path.Combine(data, "sha")).Add(Manifest.Image(), "v1").Add(image, null, "sha512");
            new ImageLayout(Path.Combine(data, "empty")).WriteIndex("""{"schemaVersion":2,"manifests":null}""");
            File.WriteAllBytes(Path.Combine(data, "cache.db"), new byte[32768]);
            File.WriteAllBytes(Path.Combine(data, "meta.db"), new byte[32768]);
            Directory.CreateDirectory(Path.Combine(data, "_trivy"));
            Directory.CreateDirectory(Path.Combine(data, "a", ".sync"));
            Directory.CreateDirectory(Path.Combine(data, "a", ".uploads"));
        });

        Assert.Equal(["a", "a/b", "sha"], (await zot.Client.GetAsync("/v2/_catalog")).Expect(200).Strings("repositories"));
        Assert.Equal(["v1", "v2"], await zot.Client.TagsAsync("a"));
        Assert.Equal(["multi"], await zot.Client.TagsAsync("a/b"));
        Assert.Empty(await zot.Client.TagsAsync("empty"));
        foreach (var (path, manifest) in new[]
        {
            ("a/manifests/v1", image), ("a/manifests/v2", image), ($"a/manifests/{untagged.Digest}", untagged),
            ("a/b/manifests/multi", index), ($"a/b/manifests/{index.Manifests[1].Digest}", index.Manifests[1]),
            ($"sha/manifests/{Digests.Sha512(image.Content)}", image),
        })
        {
            (await zot.Client.GetAsync($"/v2/{path}")).Expect(200).ExpectHeader("Content-Type", manifest.MediaType).ExpectBody(manifest.Content);
        }

        (await zot.Client.GetAsync($"/v2/a/blobs/{image.Blobs[1].Digest}")).Expect(200).ExpectBody(image.Blobs[1].Content);
        Assert.Single((await zot.Client.GetAsync($"/v2/a/referrers/{image.Digest}")).Expect(200).Json.GetProperty("manifests").EnumerateArray());
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Repositories_of_another_tool_accept_pushes_and_deletions(string build)
    {
        var (old, pushed) = (Manifest.Image(), Manifest.Image());
        await using var zot = await ZotProcess.StartAsync(build, (_, folder) =>
        {
            new ImageLayout(Path.Combine(folder, "data", "app")).Add(old, "old").Add(old, "other");
            new ImageLayout(Path.Combine(folder, "data", "empty")).WriteIndex("""{"schemaVersion":2,"manifests":null}""");
        });

        await zot.Client.PushAsync("app", pushed, "new");
        await zot.Client.PushAsync("empty", pushed, "new");
        (await zot.Client.DeleteAsync("/v2/app/manifests/old")).Expect(202);

        Assert.Equal(["new", "other"], await zot.Client.TagsAsync("app"));
        await zot.StopAsync();
        var index = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(zot.Data, "app", "index.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal(2, index["schemaVersion"]!.GetValue<int>());
        Assert.Equal(
            ["new", "other"],
            index["manifests"]!.AsArray().Select(manifest => manifest!["annotations"]?["org.opencontainers.image.ref.name"]?.GetValue<string>()).Order());
        await zot.StartAgainAsync();
        Assert.Equal(["new", "other"], await zot.Client.TagsAsync("app"));
        Assert.Equal(["new"], await zot.Client.TagsAsync("empty"));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Repository_copied_in_while_the_server_runs_is_served(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        var image = Manifest.Image();

        new ImageLayout(Path.Combine(zot.Data, "copied", "in")).Add(image, "v1");

        await Eventually.TrueAsync(
            async () => (await zot.Client.GetAsync("/v2/copied/in/manifests/v1")).Status == 200, "the copied repository is served");
        (await zot.Client.GetAsync("/v2/copied/in/manifests/v1")).Expect(200).ExpectBody(image.Content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Damaged_repository_does_not_hide_the_others(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, (_, folder) =>
        {
            new ImageLayout(Path.Combine(folder, "data", "good")).Add(Manifest.Image(), "v1");
            new ImageLayout(Path.Combine(folder, "data", "bad")).WriteIndex("{\"schemaVersion\":2,\"manif");
        });

        Assert.Equal(["v1"], await zot.Client.TagsAsync("good"));
        (await zot.Client.GetAsync("/v2/bad/manifests/v1")).Expect(404, 500);
        (await zot.Client.PutManifestAsync("bad", "v1", Manifest.Image())).Expect(400, 404, 500);
        Assert.Equal("{\"schemaVersion\":2,\"manif", await File.ReadAllTextAsync(Path.Combine(zot.Data, "bad", "index.json"), TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Repositories_are_stored_in_the_sub_path_of_their_first_component(string build)
    {
        var image = Manifest.Image();
        await using var zot = await ZotProcess.StartAsync(build, (options, folder) =>
        {
            var other = Path.Combine(folder, "other");
            options["storage"]!["subPaths"] = new JsonObject { ["/a"] = new JsonObject { ["rootDirectory"] = other, ["dedupe"] = true } };
            new ImageLayout(Path.Combine(other, "a", "x")).Add(image, "v1");
            new ImageLayout(Path.Combine(folder, "data", "a")).Add(image, "default");
        });

        (await zot.Client.GetAsync("/v2/a/x/manifests/v1")).Expect(200).ExpectBody(image.Content);
        (await zot.Client.GetAsync("/v2/a/manifests/default")).Expect(200).ExpectBody(image.Content);
        await zot.Client.PushAsync("a/y", image, "v1");
        await zot.Client.PushAsync("b/y", image, "v1");

        Assert.True(File.Exists(zot.Folder.Combine("other", "a", "y", "index.json")));
        Assert.True(File.Exists(Path.Combine(zot.Data, "b", "y", "index.json")));
        Assert.Equal(["a", "a/x", "a/y", "b/y"], (await zot.Client.GetAsync("/v2/_catalog")).Expect(200).Strings("repositories"));
    }
}
