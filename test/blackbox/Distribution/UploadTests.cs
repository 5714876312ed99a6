namespace Zot.BlackBox.Distribution;

/// <summary>Uploads in progress: end-5 out of order, end-13, end-14.</summary>
public sealed class UploadTests(SharedServers servers) : RegistryTest(servers)
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task A_new_upload_is_empty(string build)
    {
        var client = await ClientAsync(build);

        var started = (await client.PostAsync($"/v2/{Repository}/blobs/uploads/")).Expect(202).ExpectHeader("Range", "0-0").ExpectNoBody();

        Assert.Matches($"^/v2/{Repository}/blobs/uploads/[0-9a-f-]{{36}}", started.Location);
        (await client.GetAsync(started.Location)).Expect(204).ExpectHeader("Range", "0-0").ExpectHeader("Location", started.Location);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Chunk_out_of_order_is_416_and_the_upload_can_continue(string build)
    {
        var client = await ClientAsync(build);
        var blob = Blob.Random(3000);
        var upload = await client.StartUploadAsync(Repository);

        (await client.PatchChunkAsync(upload, 1000, blob.Content[1000..2000])).Expect(416);
        (await client.GetAsync(upload)).Expect(204).ExpectHeader("Range", "0-0");
        upload = (await client.PatchChunkAsync(upload, 0, blob.Content[..1000])).Expect(202).Location;
        (await client.PatchChunkAsync(upload, 0, blob.Content[..1000])).ExpectError(416, "BLOB_UPLOAD_INVALID");
        (await client.PatchChunkAsync(upload, 999, blob.Content[999..1999])).Expect(416);
        (await client.PatchChunkAsync(upload, 2000, blob.Content[2000..])).Expect(416);
        upload = (await client.GetAsync(upload)).Expect(204).ExpectHeader("Range", "0-999").Location;
        upload = (await client.PatchChunkAsync(upload, 1000, blob.Content[1000..2000])).Expect(202).Location;
        (await client.FinishUploadAsync(upload, blob.Digest, blob.Content[..1000], ("Content-Range", "0-999"))).Expect(416);
        (await client.GetAsync(upload)).Expect(204).ExpectHeader("Range", "0-1999");
        (await client.FinishUploadAsync(upload, blob.Digest, blob.Content[2000..], ("Content-Range", "2000-2999"))).Expect(201);

        (await client.GetAsync($"/v2/{Repository}/blobs/{blob.Digest}")).Expect(200).ExpectBody(blob.Content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("x-y")]
    [BothBuilds("0-")]
    [BothBuilds("-9")]
    [BothBuilds("9-0")]
    [BothBuilds("0-5")]
    [BothBuilds("0-99")]
    [BothBuilds("0-99999999999999999999")]
    public async Task Range_that_does_not_match_the_body_is_416(string build, string range)
    {
        var client = await ClientAsync(build);
        var upload = await client.StartUploadAsync(Repository);

        (await client.PatchAsync(upload, new byte[10], ("Content-Range", range))).Expect(416);

        (await client.GetAsync(upload)).Expect(204).ExpectHeader("Range", "0-0");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Canceled_upload_is_unknown(string build)
    {
        var client = await ClientAsync(build);
        var blob = Blob.Random(100);
        var upload = await client.StartUploadAsync(Repository);
        upload = (await client.PatchChunkAsync(upload, 0, blob.Content)).Expect(202).Location;

        (await client.DeleteAsync(upload)).Expect(204).ExpectNoBody();

        (await client.GetAsync(upload)).ExpectError(404, "BLOB_UPLOAD_UNKNOWN");
        (await client.PatchChunkAsync(upload, 100, [1])).ExpectError(404, "BLOB_UPLOAD_UNKNOWN");
        (await client.FinishUploadAsync(upload, blob.Digest)).ExpectError(404, "BLOB_UPLOAD_UNKNOWN");
        (await client.DeleteAsync(upload)).ExpectError(404, "BLOB_UPLOAD_UNKNOWN");
        (await client.HeadAsync($"/v2/{Repository}/blobs/{blob.Digest}")).Expect(404);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Completed_upload_is_unknown(string build)
    {
        var client = await ClientAsync(build);
        var blob = Blob.Random();
        var upload = await client.StartUploadAsync(Repository);
        (await client.FinishUploadAsync(upload, blob.Digest, blob.Content)).Expect(201);

        (await client.GetAsync(upload)).ExpectError(404, "BLOB_UPLOAD_UNKNOWN");
        (await client.FinishUploadAsync(upload, blob.Digest, blob.Content)).ExpectError(404, "BLOB_UPLOAD_UNKNOWN");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task An_upload_belongs_to_its_repository(string build)
    {
        var client = await ClientAsync(build);
        await client.PushBlobAsync(OtherRepository, [1]);
        var upload = await client.StartUploadAsync(Repository);
        var elsewhere = upload.Replace(Repository, OtherRepository, StringComparison.Ordinal);

        (await client.GetAsync(elsewhere)).ExpectError(404, "BLOB_UPLOAD_UNKNOWN");
        (await client.FinishUploadAsync(elsewhere, Blob.Empty.Digest, Blob.Empty.Content)).ExpectError(404, "BLOB_UPLOAD_UNKNOWN");
        (await client.DeleteAsync(elsewhere)).ExpectError(404, "BLOB_UPLOAD_UNKNOWN");

        (await client.GetAsync(upload)).Expect(204);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Aborted_chunk_is_resumed_from_the_offset_of_the_server(string build)
    {
        var zot = await ServerAsync(Servers.PlainAsync(build));
        var blob = new Blob(MediaType.Layer, [.. Enumerable.Repeat((byte)'z', 2000)]);
        var upload = await zot.Client.StartUploadAsync(Repository);
        await zot.Client.PatchChunkAsync(upload, 0, blob.Content[..1000]);

        await RawRequest.BreakOffAsync(
            zot.Port,
            [$"PATCH {upload} HTTP/1.1", "Content-Range: 1000-1999", "Content-Length: 1000"],
            new string('z', 500));

        await Eventually.TrueAsync(
            async () =>
            {
                var status = (await zot.Client.GetAsync(upload)).Expect(204);
                var next = int.Parse(status.Header("Range")![2..], System.Globalization.CultureInfo.InvariantCulture) + 1;
                Assert.InRange(next, 1000, 1500);
                return (await zot.Client.FinishUploadAsync(
                    status.Location, blob.Digest, blob.Content[next..], ("Content-Range", $"{next}-1999"))).Status == 201;
            },
            "the upload is finished");

        (await zot.Client.GetAsync($"/v2/{Repository}/blobs/{blob.Digest}")).Expect(200).ExpectBody(blob.Content);
    }
}
