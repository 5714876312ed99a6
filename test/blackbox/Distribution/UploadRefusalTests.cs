namespace Zot.BlackBox.Distribution;

/// <summary>Requests that end-4 to end-6 reject; a rejected push leaves no trace.</summary>
public sealed class UploadRefusalTests(SharedServers servers) : RegistryTest(servers)
{
    private const string UnknownUpload = "2f1b8f4e-5c3a-4f0e-9d6b-0a1b2c3d4e5f";

    [Theory(Timeout = Limits.Test)]
    [BothBuilds(UnknownUpload)]
    [BothBuilds("no-uuid")]
    [BothBuilds("..%2f..%2findex.json")]
    public async Task An_unknown_upload_is_BLOB_UPLOAD_UNKNOWN(string build, string id)
    {
        var client = await ClientAsync(build);
        await client.PushBlobAsync(Repository, [1]);
        var upload = $"/v2/{Repository}/blobs/uploads/{id}";

        (await client.GetAsync(upload)).ExpectError(404, "BLOB_UPLOAD_UNKNOWN");
        (await client.PatchChunkAsync(upload, 0, [1])).ExpectError(404, "BLOB_UPLOAD_UNKNOWN");
        (await client.SendStreamAsync("PATCH", upload, [1])).ExpectError(404, "BLOB_UPLOAD_UNKNOWN");
        (await client.FinishUploadAsync(upload, Blob.Empty.Digest, Blob.Empty.Content)).ExpectError(404, "BLOB_UPLOAD_UNKNOWN");
        (await client.DeleteAsync(upload)).ExpectError(404, "BLOB_UPLOAD_UNKNOWN");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("sha256")]
    [BothBuilds("sha384")]
    [BothBuilds("sha512")]
    public async Task Content_with_another_digest_is_DIGEST_INVALID(string build, string algorithm)
    {
        var client = await ClientAsync(build);
        var content = Blob.Random(3000).Content;
        var digest = Digests.Of(algorithm, Blob.Random().Content);

        (await client.PostAsync($"/v2/{Repository}/blobs/uploads/?digest={digest}", content, ("Content-Type", MediaType.OctetStream)))
            .ExpectError(400, "DIGEST_INVALID", "digest");
        (await client.FinishUploadAsync(await client.StartUploadAsync(Repository), digest, content))
            .ExpectError(400, "DIGEST_INVALID", "digest");

        var chunked = await client.StartUploadAsync(Repository);
        chunked = (await client.PatchChunkAsync(chunked, 0, content[..2000])).Expect(202).Location;
        (await client.FinishUploadAsync(chunked, digest, content[2000..], ("Content-Range", "2000-2999")))
            .ExpectError(400, "DIGEST_INVALID", "digest");

        var streamed = await client.StartUploadAsync(Repository);
        streamed = (await client.SendStreamAsync("PATCH", streamed, content)).Expect(202).Location;
        (await client.FinishUploadAsync(streamed, digest)).ExpectError(400, "DIGEST_INVALID", "digest");

        (await client.HeadAsync($"/v2/{Repository}/blobs/{digest}")).Expect(404);
        (await client.HeadAsync($"/v2/{Repository}/blobs/{Digests.Sha256(content)}")).Expect(404);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("digest=sha256:short")]
    [BothBuilds("digest=md5:d41d8cd98f00b204e9800998ecf8427e")]
    [BothBuilds("digest=none")]
    public async Task A_malformed_digest_is_DIGEST_INVALID(string build, string query)
    {
        var client = await ClientAsync(build);

        (await client.PostAsync($"/v2/{Repository}/blobs/uploads/?{query}", [1], ("Content-Type", MediaType.OctetStream)))
            .ExpectError(400, "DIGEST_INVALID", "digest");
        (await client.PutAsync($"{await client.StartUploadAsync(Repository)}?{query}", [1])).Expect(400);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("")]
    [BothBuilds("?digest=")]
    [BothBuilds("?digest=sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a&digest=sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")]
    public async Task PUT_requires_exactly_one_digest(string build, string query)
    {
        var client = await ClientAsync(build);

        (await client.PutAsync($"{await client.StartUploadAsync(Repository)}{query}", Blob.Empty.Content)).Expect(400);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("md5")]
    [BothBuilds("none")]
    public async Task An_algorithm_that_is_not_supported_is_400(string build, string algorithm)
    {
        var client = await ClientAsync(build);

        (await client.PostAsync($"/v2/{Repository}/blobs/uploads/?digest-algorithm={algorithm}")).Expect(400);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task A_single_POST_with_two_digests_is_400(string build)
    {
        var client = await ClientAsync(build);
        var query = $"digest={Blob.Empty.Digest}&digest={Blob.Empty.Digest}";

        (await client.PostAsync($"/v2/{Repository}/blobs/uploads/?{query}", Blob.Empty.Content, ("Content-Type", MediaType.OctetStream)))
            .Expect(400);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task PUT_whose_body_is_longer_than_its_range_is_rejected(string build)
    {
        var client = await ClientAsync(build);
        var upload = await client.StartUploadAsync(Repository);

        (await client.FinishUploadAsync(upload, Blob.Empty.Digest, Blob.Empty.Content, ("Content-Range", "0-0"))).Expect(400, 416);

        (await client.HeadAsync($"/v2/{Repository}/blobs/{Blob.Empty.Digest}")).Expect(404);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Complete_body_for_a_started_upload_is_416(string build)
    {
        var client = await ClientAsync(build);
        var blob = Blob.Random(100);
        var upload = await client.StartUploadAsync(Repository);
        upload = (await client.PatchChunkAsync(upload, 0, blob.Content[..50])).Expect(202).Location;

        (await client.FinishUploadAsync(upload, blob.Digest, blob.Content)).Expect(400, 416);

        (await client.HeadAsync($"/v2/{Repository}/blobs/{blob.Digest}")).Expect(404);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Aborted_single_POST_leaves_no_trace(string build)
    {
        var zot = await ServerAsync(Servers.PlainAsync(build));
        var blob = new Blob(MediaType.Layer, [.. Enumerable.Repeat((byte)'z', 1000)]);

        await RawRequest.BreakOffAsync(
            zot.Port,
            [$"POST /v2/{Repository}/blobs/uploads/?digest={blob.Digest} HTTP/1.1", $"Content-Type: {MediaType.OctetStream}", "Content-Length: 1000"],
            new string('z', 999));

        (await zot.Client.HeadAsync($"/v2/{Repository}/blobs/{blob.Digest}")).Expect(404);
        Assert.Equal(blob.Digest, await zot.Client.PushBlobAsync(Repository, blob.Content));
    }
}
