namespace Zot.BlackBox.Distribution;

/// <summary>end-11.</summary>
public sealed class BlobMountTests(SharedServers servers) : RegistryTest(servers)
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds(true, true, "sha256")]
    [BothBuilds(true, false, "sha256")]
    [BothBuilds(false, true, "sha256")]
    [BothBuilds(true, true, "sha512")]
    [BothBuilds(true, false, "sha512")]
    [BothBuilds(false, true, "sha512")]
    public async Task A_blob_of_another_repository_is_mounted(string build, bool dedupe, bool withFrom, string algorithm)
    {
        var client = (await ServerAsync(Servers.DedupeAsync(build, dedupe))).Client;
        var blob = Blob.Random();
        var digest = await client.PushBlobAsync(OtherRepository, blob.Content, algorithm);
        var from = withFrom ? $"&from={OtherRepository}" : "";

        var mounted = (await client.PostAsync($"/v2/{Repository}/blobs/uploads/?mount={digest}{from}")).Expect(201);

        Assert.EndsWith($"/v2/{Repository}/blobs/{digest}", mounted.Location);
        mounted.ExpectHeader("Docker-Content-Digest", digest);
        (await client.GetAsync(mounted.Location)).Expect(200).ExpectBody(blob.Content);
        (await client.DeleteAsync($"/v2/{OtherRepository}/blobs/{digest}")).Expect(202);
        (await client.GetAsync(mounted.Location)).Expect(200).ExpectBody(blob.Content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds(true)]
    [BothBuilds(false)]
    public async Task Mount_of_an_unknown_blob_starts_an_upload(string build, bool withFrom)
    {
        var client = await ClientAsync(build);
        await client.PushBlobAsync(OtherRepository, [1]);
        var blob = Blob.Random();
        var from = withFrom ? $"&from={OtherRepository}" : "";

        var upload = (await client.PostAsync($"/v2/{Repository}/blobs/uploads/?mount={blob.Digest}{from}")).Expect(202).Location;

        Assert.StartsWith($"/v2/{Repository}/blobs/uploads/", upload);
        (await client.FinishUploadAsync(upload, blob.Digest, blob.Content)).Expect(201);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Mount_without_from_starts_an_upload_if_dedupe_is_disabled(string build)
    {
        var client = (await ServerAsync(Servers.DedupeAsync(build, dedupe: false))).Client;
        var blob = Blob.Random();
        await client.PushBlobAsync(OtherRepository, blob.Content);

        var upload = (await client.PostAsync($"/v2/{Repository}/blobs/uploads/?mount={blob.Digest}")).Expect(202).Location;

        (await client.FinishUploadAsync(upload, blob.Digest, blob.Content)).Expect(201);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("mount=sha256:short")]
    [BothBuilds("mount=none&from=App..")]
    public async Task Invalid_mount_starts_an_upload_or_is_rejected(string build, string query)
    {
        var client = await ClientAsync(build);

        (await client.PostAsync($"/v2/{Repository}/blobs/uploads/?{query}")).Expect(202, 400);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Mount_from_a_missing_repository_starts_an_upload(string build)
    {
        var client = await ClientAsync(build);

        (await client.PostAsync($"/v2/{Repository}/blobs/uploads/?mount={Blob.Random().Digest}&from=test/absent")).Expect(202);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Two_mounts_in_one_request_are_400_and_a_source_alone_is_405(string build)
    {
        var client = await ClientAsync(build);
        var digest = Blob.Random().Digest;

        (await client.PostAsync($"/v2/{Repository}/blobs/uploads/?mount={digest}&mount={digest}")).Expect(400);
        (await client.PostAsync($"/v2/{Repository}/blobs/uploads/?from={OtherRepository}")).Expect(405);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Existing_blob_is_mounted_onto_itself(string build)
    {
        var client = await ClientAsync(build);
        var digest = await client.PushBlobAsync(Repository, Blob.Random().Content);

        (await client.PostAsync($"/v2/{Repository}/blobs/uploads/?mount={digest}&from={Repository}")).Expect(201);

        (await client.HeadAsync($"/v2/{Repository}/blobs/{digest}")).Expect(200);
    }
}
