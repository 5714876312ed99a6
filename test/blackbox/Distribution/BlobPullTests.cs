namespace Zot.BlackBox.Distribution;

/// <summary>end-2 without ranges.</summary>
public sealed class BlobPullTests(SharedServers servers) : RegistryTest(servers)
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds(0)]
    [BothBuilds(1)]
    [BothBuilds(4096)]
    [BothBuilds(5_000_001)]
    public async Task A_pushed_blob_is_pulled_byte_for_byte(string build, int length)
    {
        var client = await ClientAsync(build);
        var blob = Blob.Random(length);
        await client.PushBlobAsync(Repository, blob.Content);
        var path = $"/v2/{Repository}/blobs/{blob.Digest}";

        (await client.GetAsync(path)).Expect(200)
            .ExpectHeader("Docker-Content-Digest", blob.Digest)
            .ExpectHeader("Content-Type", MediaType.OctetStream)
            .ExpectHeader("Content-Length", $"{length}")
            .ExpectBody(blob.Content);
        (await client.HeadAsync(path)).Expect(200)
            .ExpectHeader("Docker-Content-Digest", blob.Digest)
            .ExpectHeader("Content-Type", MediaType.OctetStream)
            .ExpectHeader("Content-Length", $"{length}")
            .ExpectHeader("Accept-Ranges", "bytes")
            .ExpectNoBody();
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Content_type_of_a_blob_is_that_of_its_manifest(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushAsync(Repository, image, "v1");

        (await client.GetAsync($"/v2/{Repository}/blobs/{image.Blobs[0].Digest}")).Expect(200).ExpectHeader("Content-Type", MediaType.Config);
        (await client.HeadAsync($"/v2/{Repository}/blobs/{image.Blobs[1].Digest}")).Expect(200).ExpectHeader("Content-Type", MediaType.Layer);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task An_unknown_blob_is_BLOB_UNKNOWN(string build)
    {
        var client = await ClientAsync(build);
        var path = $"/v2/{Repository}/blobs/{Blob.Random().Digest}";

        (await client.GetAsync(path)).ExpectError(404, "BLOB_UNKNOWN", "digest");
        (await client.HeadAsync(path)).Expect(404);
        await client.PushAsync(Repository, Manifest.Image(), "v1");
        (await client.GetAsync(path)).ExpectError(404, "BLOB_UNKNOWN", "digest");
        (await client.HeadAsync(path)).Expect(404);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("sha256:short")]
    [BothBuilds("sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [BothBuilds("md5:d41d8cd98f00b204e9800998ecf8427e")]
    [BothBuilds("latest")]
    public async Task A_malformed_digest_is_DIGEST_INVALID(string build, string digest)
    {
        var client = await ClientAsync(build);
        await client.PushBlobAsync(Repository, [1]);

        (await client.GetAsync($"/v2/{Repository}/blobs/{digest}")).ExpectError(400, "DIGEST_INVALID", "digest");
        (await client.HeadAsync($"/v2/{Repository}/blobs/{digest}")).Expect(400);
        (await client.DeleteAsync($"/v2/{Repository}/blobs/{digest}")).Expect(400, 404);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Blob_that_the_client_already_has_is_304(string build)
    {
        var client = await ClientAsync(build);
        var blob = Blob.Random();
        await client.PushBlobAsync(Repository, blob.Content);
        var path = $"/v2/{Repository}/blobs/{blob.Digest}";
        var entityTag = (await client.GetAsync(path)).Expect(200).Header("ETag");
        Assert.NotNull(entityTag);

        (await client.GetAsync(path, ("If-None-Match", entityTag))).Expect(304).ExpectNoBody();
        (await client.GetAsync(path, ("If-None-Match", "\"other\""))).Expect(200).ExpectBody(blob.Content);
        (await client.GetAsync(path, ("If-Range", entityTag), ("Range", "bytes=0-0"))).Expect(206);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Manifest_can_be_pulled_as_a_blob(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushAsync(Repository, image, "v1");

        (await client.GetAsync($"/v2/{Repository}/blobs/{image.Digest}")).Expect(200).ExpectBody(image.Content);
    }
}
