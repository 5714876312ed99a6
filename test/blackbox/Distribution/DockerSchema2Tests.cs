namespace Zot.BlackBox.Distribution;

/// <summary>Docker's schema 2: accepted unchanged with <c>http.compat</c>, rejected without it.</summary>
public sealed class DockerSchema2Tests(SharedServers servers) : RegistryTest(servers)
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Image_and_list_are_kept_as_pushed(string build)
    {
        var client = (await ServerAsync(Servers.DockerAsync(build))).Client;
        var image = Manifest.DockerImage();
        var list = Manifest.DockerList(image);

        await client.PushAsync(Repository, image, "image");
        await client.PushAsync(Repository, list, "list");

        foreach (var (tag, manifest) in new[] { ("image", image), ("list", list) })
        {
            (await client.GetAsync($"/v2/{Repository}/manifests/{tag}")).Expect(200)
                .ExpectHeader("Content-Type", manifest.MediaType)
                .ExpectHeader("Docker-Content-Digest", manifest.Digest)
                .ExpectBody(manifest.Content);
        }

        Assert.Equal(["image", "list"], await client.TagsAsync(Repository));
        (await client.DeleteAsync($"/v2/{Repository}/manifests/{list.Digest}")).Expect(202);
        (await client.DeleteAsync($"/v2/{Repository}/manifests/{image.Digest}")).Expect(202);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Image_and_list_are_rejected_without_compat(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.DockerImage();
        await client.PushContentAsync(Repository, image);

        (await client.PutManifestAsync(Repository, "image", image)).ExpectError(415, "MANIFEST_INVALID");
        (await client.PutManifestAsync(Repository, "list", Manifest.DockerList())).ExpectError(415, "MANIFEST_INVALID");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Missing_content_is_MANIFEST_BLOB_UNKNOWN(string build)
    {
        var client = (await ServerAsync(Servers.DockerAsync(build))).Client;
        await client.PushBlobAsync(Repository, [1]);

        (await client.PutManifestAsync(Repository, "image", Manifest.DockerImage())).ExpectError(404, "MANIFEST_BLOB_UNKNOWN");
        (await client.PutManifestAsync(Repository, "list", Manifest.DockerList(Manifest.DockerImage()))).ExpectError(404, "MANIFEST_BLOB_UNKNOWN");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Schema_1_is_rejected_with_compat(string build)
    {
        var client = (await ServerAsync(Servers.DockerAsync(build))).Client;
        await client.PushBlobAsync(Repository, [1]);

        (await client.PutManifestAsync(Repository, "v1", Manifest.DockerImage() with { MediaType = MediaType.DockerSchema1 }))
            .ExpectError(415, "MANIFEST_INVALID");
    }
}
