using System.Text;

namespace Zot.BlackBox.Distribution;

/// <summary>Pushes that end-7 rejects; a rejected push leaves no trace.</summary>
public sealed class ManifestRefusalTests(SharedServers servers) : RegistryTest(servers)
{
    private const int MaxContentLength = 4 * 1024 * 1024;

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("")]
    [BothBuilds("application/json")]
    [BothBuilds("text/plain")]
    [BothBuilds(MediaType.DockerImage)]
    [BothBuilds(MediaType.DockerList)]
    [BothBuilds(MediaType.DockerSchema1)]
    [BothBuilds("application/vnd.oci.artifact.manifest.v1+json")]
    public async Task Unsupported_media_type_is_415(string build, string mediaType)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushContentAsync(Repository, image);

        await RefusedAsync(client, "v1", image with { MediaType = mediaType }, 415, "MANIFEST_INVALID");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("")]
    [BothBuilds("not json")]
    [BothBuilds("[]")]
    [BothBuilds("null")]
    [BothBuilds("{}")]
    [BothBuilds("{\"schemaVersion\":2")]
    [BothBuilds("{\"schemaVersion\":1,\"config\":{},\"layers\":[]}")]
    [BothBuilds("{\"schemaVersion\":2,\"config\":{},\"layers\":[]}")]
    [BothBuilds("{\"schemaVersion\":2,\"config\":7,\"layers\":[]}")]
    [BothBuilds("{\"schemaVersion\":2,\"layers\":[]}")]
    public async Task Invalid_content_is_MANIFEST_INVALID(string build, string content)
    {
        var client = await ClientAsync(build);
        await client.PushBlobAsync(Repository, [1]);

        await RefusedAsync(client, "v1", new Manifest(MediaType.Image, Encoding.UTF8.GetBytes(content)), 400, "MANIFEST_INVALID");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("digest", "sha256:short")]
    [BothBuilds("digest", "md5:d41d8cd98f00b204e9800998ecf8427e")]
    [BothBuilds("digest", "../../etc/passwd")]
    [BothBuilds("size", "-1")]
    [BothBuilds("size", "many")]
    [BothBuilds("mediaType", "none")]
    public async Task A_broken_descriptor_is_MANIFEST_INVALID(string build, string member, string value)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image(manifest => manifest["layers"]![0]![member] = int.TryParse(value, out var number) ? number : value);
        await client.PushContentAsync(Repository, image);

        await RefusedAsync(client, "v1", image, 400, "MANIFEST_INVALID");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Index_whose_manifests_are_not_a_list_is_MANIFEST_INVALID(string build)
    {
        var client = await ClientAsync(build);
        await client.PushBlobAsync(Repository, [1]);
        var index = Manifest.Index([], json => json["manifests"] = "none");

        await RefusedAsync(client, "v1", index, 400, "MANIFEST_INVALID");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Media_type_that_differs_from_the_content_type_is_MANIFEST_INVALID(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image(manifest => manifest["mediaType"] = MediaType.Index);
        await client.PushContentAsync(Repository, image);

        await RefusedAsync(client, "v1", image, 400, "MANIFEST_INVALID");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("sha256:baddigeststring")]
    [BothBuilds("sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [BothBuilds("sha512:aaaa")]
    public async Task A_malformed_digest_is_DIGEST_INVALID(string build, string reference)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushContentAsync(Repository, image);

        await RefusedAsync(client, reference, image, 400, "DIGEST_INVALID");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("sha256")]
    [BothBuilds("sha384")]
    [BothBuilds("sha512")]
    public async Task Content_with_another_digest_is_rejected(string build, string algorithm)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushContentAsync(Repository, image);
        var changed = image with { Content = [.. image.Content, (byte)' ', (byte)' '] };

        await RefusedAsync(client, Digests.Of(algorithm, image.Content), changed, 400, "DIGEST_INVALID");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("-v1")]
    [BothBuilds(".v1")]
    [BothBuilds("v1+2")]
    [BothBuilds("v:1")]
    [BothBuilds("%20")]
    public async Task Invalid_tag_is_rejected(string build, string tag)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushContentAsync(Repository, image);

        (await client.PutManifestAsync(Repository, tag, image)).Expect(400, 404);
        (await client.PutManifestAsync(Repository, new string('x', 129), image)).Expect(400, 404);

        Assert.Empty(await client.TagsAsync(Repository));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("config")]
    [BothBuilds("layer")]
    public async Task Missing_blob_is_MANIFEST_BLOB_UNKNOWN(string build, string absent)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushBlobAsync(Repository, image.Blobs[absent == "config" ? 1 : 0].Content);

        await RefusedAsync(client, "v1", image, 404, "MANIFEST_BLOB_UNKNOWN");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Missing_manifest_of_an_index_is_MANIFEST_BLOB_UNKNOWN(string build)
    {
        var client = await ClientAsync(build);
        var index = Manifest.Index([Manifest.Image(), Manifest.Image()]);
        await client.PushAsync(Repository, index.Manifests[0]);

        await RefusedAsync(client, "v1", index, 404, "MANIFEST_BLOB_UNKNOWN");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds(0, 201)]
    [BothBuilds(1, 413)]
    public async Task Manifest_above_4_MiB_is_rejected(string build, int more, int status)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushContentAsync(Repository, image);
        var padded = image with { Content = [.. image.Content, .. Enumerable.Repeat((byte)' ', MaxContentLength - image.Content.Length + more)] };

        (await client.PutManifestAsync(Repository, "v1", padded)).Expect(status);
        (await client.SendAsync(
            "PUT",
            $"/v2/{Repository}/manifests/v2",
            new StreamedContent(padded.Content),
            ("Transfer-Encoding", "chunked"),
            ("Content-Type", MediaType.Image))).Expect(status);

        Assert.Equal(status == 201 ? ["v1", "v2"] : Array.Empty<string>(), await client.TagsAsync(Repository));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Too_large_manifest_is_MANIFEST_INVALID(string build)
    {
        var client = await ClientAsync(build);
        await client.PushBlobAsync(Repository, [1]);

        await RefusedAsync(client, "v1", new Manifest(MediaType.Image, new byte[MaxContentLength + 1]), 413, "MANIFEST_INVALID");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Deeply_nested_JSON_is_rejected_and_the_server_keeps_running(string build)
    {
        var client = await ClientAsync(build);
        await client.PushBlobAsync(Repository, [1]);
        var deep = $"{{\"schemaVersion\":2,\"annotations\":{new string('[', 1_000_000)}";

        await RefusedAsync(client, "v1", new Manifest(MediaType.Image, Encoding.UTF8.GetBytes(deep)), 400, "MANIFEST_INVALID");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Rejected_push_does_not_move_the_tag(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushAsync(Repository, image, "v1");

        (await client.PutManifestAsync(Repository, "v1", Manifest.Image())).ExpectError(404, "MANIFEST_BLOB_UNKNOWN");
        (await client.PutManifestAsync(Repository, "v1", new Manifest(MediaType.Image, "{"u8.ToArray()))).ExpectError(400, "MANIFEST_INVALID");

        (await client.GetAsync($"/v2/{Repository}/manifests/v1")).Expect(200).ExpectBody(image.Content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Aborted_push_leaves_no_trace(string build)
    {
        var zot = await ServerAsync(Servers.PlainAsync(build));
        var image = Manifest.Image();
        await zot.Client.PushContentAsync(Repository, image);

        await RawRequest.BreakOffAsync(
            zot.Port,
            [$"PUT /v2/{Repository}/manifests/v1 HTTP/1.1", $"Content-Type: {MediaType.Image}", $"Content-Length: {image.Content.Length}"],
            Encoding.UTF8.GetString(image.Content[..^1]));

        Assert.Empty(await zot.Client.TagsAsync(Repository));
        (await zot.Client.PutManifestAsync(Repository, "v1", image)).Expect(201);
    }

    private async Task RefusedAsync(RegistryClient client, string reference, Manifest manifest, int status, string code)
    {
        (await client.PutManifestAsync(Repository, reference, manifest)).ExpectError(status, code);

        (await client.GetAsync($"/v2/{Repository}/manifests/{reference}")).Expect(400, 404);
        (await client.GetAsync($"/v2/{Repository}/manifests/{manifest.Digest}")).Expect(404);
        Assert.Empty(await client.TagsAsync(Repository));
    }
}
