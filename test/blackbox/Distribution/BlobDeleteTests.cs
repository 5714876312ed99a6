namespace Zot.BlackBox.Distribution;

/// <summary>end-10.</summary>
public sealed class BlobDeleteTests(SharedServers servers) : RegistryTest(servers)
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds(true)]
    [BothBuilds(false)]
    public async Task Deleted_blob_is_missing_and_stays_in_other_repositories(string build, bool dedupe)
    {
        var client = (await ServerAsync(Servers.DedupeAsync(build, dedupe))).Client;
        var blob = Blob.Random();
        await client.PushBlobAsync(Repository, blob.Content);
        await client.PushBlobAsync(OtherRepository, blob.Content);

        (await client.DeleteAsync($"/v2/{Repository}/blobs/{blob.Digest}")).Expect(202).ExpectNoBody();

        (await client.HeadAsync($"/v2/{Repository}/blobs/{blob.Digest}")).Expect(404);
        (await client.GetAsync($"/v2/{Repository}/blobs/{blob.Digest}")).ExpectError(404, "BLOB_UNKNOWN", "digest");
        (await client.GetAsync($"/v2/{OtherRepository}/blobs/{blob.Digest}")).Expect(200).ExpectBody(blob.Content);
        (await client.DeleteAsync($"/v2/{Repository}/blobs/{blob.Digest}")).ExpectError(404, "BLOB_UNKNOWN", "digest");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Deletion_of_a_referenced_blob_is_DENIED_with_405(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushAsync(Repository, image, "v1");

        foreach (var digest in new[] { image.Blobs[0].Digest, image.Blobs[1].Digest, image.Digest })
        {
            (await client.DeleteAsync($"/v2/{Repository}/blobs/{digest}")).ExpectError(405, "DENIED", "digest");
            (await client.GetAsync($"/v2/{Repository}/blobs/{digest}")).Expect(200);
        }
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task An_unknown_blob_is_BLOB_UNKNOWN(string build)
    {
        var client = await ClientAsync(build);
        var path = $"/v2/{Repository}/blobs/{Blob.Random().Digest}";

        (await client.DeleteAsync(path)).Expect(404);
        await client.PushBlobAsync(Repository, [1]);
        (await client.DeleteAsync(path)).ExpectError(404, "BLOB_UNKNOWN", "digest");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Deleted_blob_is_served_again_after_a_new_push(string build)
    {
        var client = await ClientAsync(build);
        var blob = Blob.Random();
        await client.PushBlobAsync(Repository, blob.Content);
        (await client.DeleteAsync($"/v2/{Repository}/blobs/{blob.Digest}")).Expect(202);

        await client.PushBlobAsync(Repository, blob.Content);

        (await client.GetAsync($"/v2/{Repository}/blobs/{blob.Digest}")).Expect(200).ExpectBody(blob.Content);
    }
}
