using System.Text;

namespace Zot.BlackBox.Distribution;

/// <summary>end-4a, end-4b, end-4c, end-5, end-6: every way to push a blob, with every algorithm.</summary>
public sealed class BlobPushTests(SharedServers servers) : RegistryTest(servers)
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds("sha256", 512)]
    [BothBuilds("sha384", 512)]
    [BothBuilds("sha512", 512)]
    [BothBuilds("sha256", 0)]
    [BothBuilds("sha512", 0)]
    [BothBuilds("sha256", 3_000_001)]
    public async Task By_POST_and_PUT(string build, string algorithm, int length)
    {
        var client = await ClientAsync(build);
        var content = Blob.Random(length).Content;
        var digest = Digests.Of(algorithm, content);

        var upload = await client.StartUploadAsync(Repository);
        var pushed = await client.FinishUploadAsync(upload, digest, content);

        await PulledAsync(client, pushed, digest, content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("sha256", 512)]
    [BothBuilds("sha384", 512)]
    [BothBuilds("sha512", 512)]
    [BothBuilds("sha256", 0)]
    [BothBuilds("sha512", 3_000_001)]
    public async Task By_one_POST(string build, string algorithm, int length)
    {
        var client = await ClientAsync(build);
        var content = Blob.Random(length).Content;
        var digest = Digests.Of(algorithm, content);

        var pushed = await client.PostAsync(
            $"/v2/{Repository}/blobs/uploads/?digest={digest}", content, ("Content-Type", MediaType.OctetStream));

        await PulledAsync(client, pushed, digest, content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("text/plain")]
    [BothBuilds("application/x-www-form-urlencoded")]
    public async Task By_one_POST_with_another_content_type(string build, string contentType)
    {
        var client = await ClientAsync(build);
        var blob = Blob.Random();

        var pushed = await client.PostAsync($"/v2/{Repository}/blobs/uploads/?digest={blob.Digest}", blob.Content, ("Content-Type", contentType));

        await PulledAsync(client, pushed, blob.Digest, blob.Content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("sha256")]
    [BothBuilds("sha384")]
    [BothBuilds("sha512")]
    public async Task In_chunks(string build, string algorithm)
    {
        var client = await ClientAsync(build);
        var content = Blob.Random(3000).Content;
        var digest = Digests.Of(algorithm, content);
        var upload = await client.StartUploadAsync(Repository, $"?digest-algorithm={algorithm}");

        for (var start = 0; start < content.Length; start += 1000)
        {
            var patched = (await client.PatchChunkAsync(upload, start, content[start..(start + 1000)])).Expect(202);
            upload = patched.ExpectHeader("Range", $"0-{start + 999}").ExpectNoBody().Location;
        }

        await PulledAsync(client, await client.FinishUploadAsync(upload, digest), digest, content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("sha256")]
    [BothBuilds("sha512")]
    public async Task In_chunks_with_the_last_one_in_the_PUT(string build, string algorithm)
    {
        var client = await ClientAsync(build);
        var content = Blob.Random(2500).Content;
        var digest = Digests.Of(algorithm, content);
        var upload = await client.StartUploadAsync(Repository);
        upload = (await client.PatchChunkAsync(upload, 0, content[..1000])).Expect(202).Location;
        upload = (await client.PatchChunkAsync(upload, 1000, content[1000..2000])).Expect(202).Location;

        var pushed = await client.FinishUploadAsync(upload, digest, content[2000..], ("Content-Range", "2000-2499"));

        await PulledAsync(client, pushed, digest, content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("sha256")]
    [BothBuilds("sha384")]
    [BothBuilds("sha512")]
    public async Task As_a_stream(string build, string algorithm)
    {
        var client = await ClientAsync(build);
        var content = Blob.Random(3_000_000).Content;
        var digest = Digests.Of(algorithm, content);
        var upload = await client.StartUploadAsync(Repository);

        upload = (await client.SendStreamAsync("PATCH", upload, content)).Expect(202).ExpectHeader("Range", "0-2999999").Location;

        await PulledAsync(client, await client.FinishUploadAsync(upload, digest), digest, content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task As_a_PATCH_with_a_length_and_no_range(string build)
    {
        var client = await ClientAsync(build);
        var blob = Blob.Random(500);
        var upload = await client.StartUploadAsync(Repository);

        upload = (await client.PatchAsync(upload, blob.Content, ("Content-Type", MediaType.OctetStream))).Expect(202).Location;

        await PulledAsync(client, await client.FinishUploadAsync(upload, blob.Digest), blob.Digest, blob.Content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task As_two_streams_whose_ranges_add_up(string build)
    {
        var client = await ClientAsync(build);
        var blob = Blob.Random(700);
        var upload = await client.StartUploadAsync(Repository);

        upload = (await client.SendStreamAsync("PATCH", upload, blob.Content[..500])).Expect(202).ExpectHeader("Range", "0-499").Location;
        upload = (await client.SendStreamAsync("PATCH", upload, blob.Content[500..])).Expect(202).ExpectHeader("Range", "0-699").Location;

        await PulledAsync(client, await client.FinishUploadAsync(upload, blob.Digest), blob.Digest, blob.Content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task By_a_PUT_of_unknown_length(string build)
    {
        var client = await ClientAsync(build);
        var blob = Blob.Random(100_000);
        var upload = await client.StartUploadAsync(Repository);

        var pushed = await client.SendStreamAsync("PUT", $"{upload}?digest={blob.Digest}", blob.Content);

        await PulledAsync(client, pushed, blob.Digest, blob.Content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task By_a_client_that_waits_for_100_Continue(string build)
    {
        var zot = await ServerAsync(Servers.PlainAsync(build));
        var content = new string('z', 1000);
        var digest = Digests.Sha256(Encoding.ASCII.GetBytes(content));
        var upload = await zot.Client.StartUploadAsync(Repository);

        var answer = await RawRequest.SendAsync(
            zot.Port, [$"PUT {upload}?digest={digest} HTTP/1.1", "Expect: 100-continue", "Content-Length: 1000"], content);

        Assert.Contains("HTTP/1.1 201", answer);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task The_same_blob_again_and_into_another_repository(string build)
    {
        var client = await ClientAsync(build);
        var blob = Blob.Random();

        foreach (var repository in new[] { Repository, Repository, OtherRepository })
        {
            await client.PushBlobAsync(repository, blob.Content);
            (await client.GetAsync($"/v2/{repository}/blobs/{blob.Digest}")).Expect(200).ExpectBody(blob.Content);
        }
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task One_blob_by_many_concurrent_clients(string build)
    {
        var client = await ClientAsync(build);
        var blob = Blob.Random(200_000);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(i =>
            client.PushBlobAsync(i % 2 == 0 ? Repository : OtherRepository, blob.Content)));

        (await client.GetAsync($"/v2/{Repository}/blobs/{blob.Digest}")).Expect(200).ExpectBody(blob.Content);
        (await client.GetAsync($"/v2/{OtherRepository}/blobs/{blob.Digest}")).Expect(200).ExpectBody(blob.Content);
    }

    private async Task PulledAsync(RegistryClient client, Answer pushed, string digest, byte[] content)
    {
        pushed.Expect(201).ExpectHeader("Docker-Content-Digest", digest).ExpectNoBody();
        Assert.EndsWith($"/v2/{Repository}/blobs/{digest}", pushed.Location);
        (await client.HeadAsync(pushed.Location)).Expect(200)
            .ExpectHeader("Docker-Content-Digest", digest)
            .ExpectHeader("Content-Length", $"{content.Length}");
        (await client.GetAsync(pushed.Location)).Expect(200).ExpectBody(content);
    }
}
