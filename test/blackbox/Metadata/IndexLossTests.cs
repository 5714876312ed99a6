namespace Zot.BlackBox.Metadata;

/// <summary>The content is authoritative: without its index, a registry loses nothing and creates a new one.</summary>
public sealed class IndexLossTests
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Registry_without_its_index_has_every_image_tag_and_referrer(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, MetadataIndex.Configure);
        var (image, other) = (Manifest.Image(), Manifest.Image());
        var both = Manifest.Index([image, other]);
        var signature = Manifest.Artifact("application/vnd.example.signature.v1", image);
        await zot.Client.PushAsync("library/app", both, "latest");
        await zot.Client.PushAsync("library/app", image, "v1");
        await zot.Client.PushAsync("library/app", signature);
        await zot.Client.PushAsync("other", other, "v2");
        await MetadataIndex.CatchUpAsync(zot);
        await zot.StopAsync();
        var before = await MetadataIndex.ReadAsync(zot);
        Assert.Equal((3, 5), (before.Tags.Count, before.Manifests));

        foreach (var file in MetadataIndex.Files(zot))
        {
            File.Delete(file);
        }

        await zot.StartAgainAsync();

        Assert.Equal(before.Tags, await MetadataIndex.TagsAsync(zot));
        var referrers = (await zot.Client.GetAsync($"/v2/library/app/referrers/{image.Digest}")).Expect(200);
        Assert.Equal(signature.Digest, Assert.Single(referrers.Json.GetProperty("manifests").EnumerateArray()).GetProperty("digest").GetString());
        var pulled = zot.Folder.Combine("pulled");
        await Tool.RunAsync("skopeo", "copy", "--quiet", "--all", "--src-tls-verify=false", $"docker://{zot.Host}/library/app:latest", $"oci:{pulled}:latest");
        await MetadataIndex.CatchUpAsync(zot);
        await zot.StopAsync();
        var after = await MetadataIndex.ReadAsync(zot);
        Assert.Equal(before.Tags, after.Tags);
        Assert.Equal(before.Manifests, after.Manifests);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Damaged_index_is_moved_aside_and_recreated(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, MetadataIndex.Configure);
        await zot.Client.PushAsync("app", Manifest.Image(), "v1");
        await MetadataIndex.CatchUpAsync(zot);
        await zot.StopAsync();
        var before = await MetadataIndex.ReadAsync(zot);

        await File.WriteAllTextAsync(MetadataIndex.Files(zot)[0], "this is no database, and has not been one for long enough to be taken for one");
        await zot.StartAgainAsync();

        await zot.LogsAsync("metadata index was damaged and moved aside");
        await MetadataIndex.CatchUpAsync(zot);
        await zot.StopAsync();
        Assert.Equal(before.Tags, (await MetadataIndex.ReadAsync(zot)).Tags);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Repository_copied_in_by_hand_is_found(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, MetadataIndex.Configure);
        var image = Manifest.Image();
        await zot.Client.PushAsync("app", image, "v1");
        await MetadataIndex.CatchUpAsync(zot);
        await zot.StopAsync();

        await Tool.RunAsync("cp", "-a", Path.Combine(zot.Data, "app"), Path.Combine(zot.Data, "copied"));
        Directory.Delete(Path.Combine(zot.Data, "app"), recursive: true);
        await zot.StartAgainAsync();

        await MetadataIndex.CatchUpAsync(zot);
        await zot.StopAsync();
        Assert.Equal([KeyValuePair.Create("copied:v1", image.Digest)], (await MetadataIndex.ReadAsync(zot)).Tags);
    }
}
