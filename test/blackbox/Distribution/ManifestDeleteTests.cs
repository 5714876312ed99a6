namespace Zot.BlackBox.Distribution;

/// <summary>end-9.</summary>
public sealed class ManifestDeleteTests(SharedServers servers) : RegistryTest(servers)
{
    private const string AbsentDigest = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Deleting_a_tag_leaves_the_manifest_and_its_other_tags(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushAsync(Repository, image, "v1");
        await client.PushAsync(Repository, image, "v2");

        (await client.DeleteAsync($"/v2/{Repository}/manifests/v1")).Expect(202).ExpectNoBody();

        (await client.GetAsync($"/v2/{Repository}/manifests/v1")).ExpectError(404, "MANIFEST_UNKNOWN", "reference");
        (await client.HeadAsync($"/v2/{Repository}/manifests/v1")).Expect(404);
        Assert.Equal(["v2"], await client.TagsAsync(Repository));
        (await client.GetAsync($"/v2/{Repository}/manifests/v2")).Expect(200).ExpectBody(image.Content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Deleting_the_last_tag_leaves_the_manifest_readable_by_digest(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushAsync(Repository, image, "v1");

        (await client.DeleteAsync($"/v2/{Repository}/manifests/v1")).Expect(202);

        Assert.Empty(await client.TagsAsync(Repository));
        (await client.GetAsync($"/v2/{Repository}/manifests/{image.Digest}")).Expect(200).ExpectBody(image.Content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Deleting_a_manifest_deletes_all_its_tags(string build)
    {
        var client = await ClientAsync(build);
        var (image, other) = (Manifest.Image(), Manifest.Image());
        await client.PushAsync(Repository, image, "v1");
        await client.PushAsync(Repository, image, "v2");
        await client.PushAsync(Repository, other, "v3");

        (await client.DeleteAsync($"/v2/{Repository}/manifests/{image.Digest}")).Expect(202).ExpectNoBody();

        foreach (var reference in new[] { "v1", "v2", image.Digest })
        {
            (await client.GetAsync($"/v2/{Repository}/manifests/{reference}")).Expect(404);
        }

        Assert.Equal(["v3"], await client.TagsAsync(Repository));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds(true)]
    [BothBuilds(false)]
    public async Task Deleted_manifest_is_missing_at_once_and_can_be_pushed_again(string build, bool dedupe)
    {
        var client = (await ServerAsync(Servers.DedupeAsync(build, dedupe))).Client;
        var image = Manifest.Image();
        await client.PushAsync(Repository, image, "v1");
        await client.PushAsync(OtherRepository, image, "v1");

        (await client.DeleteAsync($"/v2/{Repository}/manifests/{image.Digest}")).Expect(202);
        (await client.HeadAsync($"/v2/{Repository}/manifests/{image.Digest}")).Expect(404);
        foreach (var blob in image.Blobs)
        {
            (await client.DeleteAsync($"/v2/{Repository}/blobs/{blob.Digest}")).Expect(202).ExpectNoBody();
            (await client.HeadAsync($"/v2/{Repository}/blobs/{blob.Digest}")).Expect(404);
            (await client.GetAsync($"/v2/{Repository}/blobs/{blob.Digest}")).ExpectError(404, "BLOB_UNKNOWN", "digest");
            (await client.GetAsync($"/v2/{Repository}/blobs/{blob.Digest}", ("Range", "bytes=0-1"))).Expect(404);
        }

        (await client.GetAsync($"/v2/{OtherRepository}/manifests/v1")).Expect(200).ExpectBody(image.Content);
        (await client.GetAsync($"/v2/{OtherRepository}/blobs/{image.Blobs[1].Digest}")).Expect(200).ExpectBody(image.Blobs[1].Content);
        await client.PushAsync(Repository, image, "v2");
        Assert.Equal(["v2"], await client.TagsAsync(Repository));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task A_manifest_that_an_index_lists_is_DENIED_with_405(string build)
    {
        var client = await ClientAsync(build);
        var index = Manifest.Index([Manifest.Image()]);
        await client.PushAsync(Repository, index, "v1");
        var child = index.Manifests[0].Digest;

        (await client.DeleteAsync($"/v2/{Repository}/manifests/{child}")).ExpectError(405, "DENIED", "reference");

        (await client.DeleteAsync($"/v2/{Repository}/manifests/{index.Digest}")).Expect(202);
        (await client.DeleteAsync($"/v2/{Repository}/manifests/{child}")).Expect(202, 404);
        (await client.HeadAsync($"/v2/{Repository}/manifests/{child}")).Expect(404);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("v2")]
    [BothBuilds(AbsentDigest)]
    public async Task An_unknown_reference_is_MANIFEST_UNKNOWN(string build, string reference)
    {
        var client = await ClientAsync(build);
        await client.PushAsync(Repository, Manifest.Image(), "v1");

        (await client.DeleteAsync($"/v2/{Repository}/manifests/{reference}")).ExpectError(404, "MANIFEST_UNKNOWN", "reference");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("v1")]
    [BothBuilds(AbsentDigest)]
    public async Task An_unknown_repository_is_NAME_UNKNOWN(string build, string reference)
    {
        var client = await ClientAsync(build);

        (await client.DeleteAsync($"/v2/{Repository}/manifests/{reference}")).ExpectError(404, "NAME_UNKNOWN", "name");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Malformed_digest_is_rejected(string build)
    {
        var client = await ClientAsync(build);
        await client.PushAsync(Repository, Manifest.Image(), "v1");

        (await client.DeleteAsync($"/v2/{Repository}/manifests/sha256:totallywrong")).Expect(400, 404);

        Assert.Equal(["v1"], await client.TagsAsync(Repository));
    }
}
