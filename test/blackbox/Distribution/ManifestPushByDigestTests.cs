namespace Zot.BlackBox.Distribution;

/// <summary>end-7a by digest, and end-7b: tags given with the digest.</summary>
public sealed class ManifestPushByDigestTests(SharedServers servers) : RegistryTest(servers)
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds("sha256")]
    [BothBuilds("sha384")]
    [BothBuilds("sha512")]
    public async Task A_digest_of_each_algorithm_is_kept(string build, string algorithm)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image(Blob.Configuration(), [Blob.Random()], null, algorithm);
        var index = Manifest.Index([image], null, algorithm);
        var digest = Digests.Of(algorithm, index.Content);

        (await client.PushAsync(Repository, index, digest, algorithm)).ExpectHeader("Docker-Content-Digest", digest);

        foreach (var (path, content) in new[]
        {
            ($"manifests/{digest}", index.Content),
            ($"manifests/{Digests.Of(algorithm, image.Content)}", image.Content),
            ($"blobs/{Digests.Of(algorithm, image.Blobs[1].Content)}", image.Blobs[1].Content),
        })
        {
            var expected = path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..];
            (await client.HeadAsync($"/v2/{Repository}/{path}")).Expect(200).ExpectHeader("Docker-Content-Digest", expected);
            (await client.GetAsync($"/v2/{Repository}/{path}")).Expect(200)
                .ExpectHeader("Docker-Content-Digest", expected)
                .ExpectBody(content);
        }

        Assert.Empty(await client.TagsAsync(Repository));
        (await client.DeleteAsync($"/v2/{Repository}/manifests/{digest}")).Expect(202);
        (await client.HeadAsync($"/v2/{Repository}/manifests/{digest}")).Expect(404);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("sha256")]
    [BothBuilds("sha512")]
    public async Task Tags_are_set_with_a_push_by_digest(string build, string algorithm)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushContentAsync(Repository, image);
        var digest = Digests.Of(algorithm, image.Content);
        string[] tags = [.. Enumerable.Range(0, 10).Select(i => $"v{i}")];

        var pushed = await client.PutManifestAsync(Repository, $"{digest}?tag={string.Join("&tag=", tags)}", image);

        pushed.Expect(201).ExpectHeader("Docker-Content-Digest", digest);
        Assert.Equal(tags, pushed.Header("OCI-Tag")!.Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal));
        Assert.Equal(tags, await client.TagsAsync(Repository));
        foreach (var tag in tags)
        {
            (await client.GetAsync($"/v2/{Repository}/manifests/{tag}")).Expect(200)
                .ExpectHeader("Docker-Content-Digest", digest)
                .ExpectBody(image.Content);
        }
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Duplicate_tag_is_returned_once(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushAsync(Repository, image, "v1");

        (await client.PutManifestAsync(Repository, $"{image.Digest}?tag=v1&tag=v1", image)).Expect(201).ExpectHeader("OCI-Tag", "v1");

        Assert.Equal(["v1"], await client.TagsAsync(Repository));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Push_without_tags_returns_no_tags(string build)
    {
        var client = await ClientAsync(build);

        (await client.PushAsync(Repository, Manifest.Image())).ExpectHeader("OCI-Tag", null);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Forty_six_tags_are_accepted_and_forty_seven_are_rejected(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushContentAsync(Repository, image);
        static string Query(int count) => string.Join("&tag=", Enumerable.Range(0, count).Select(i => $"v{i}"));

        (await client.PutManifestAsync(Repository, $"{image.Digest}?tag={Query(47)}", image)).ExpectError(414, "MANIFEST_INVALID", "reason");
        (await client.HeadAsync($"/v2/{Repository}/manifests/{image.Digest}")).Expect(404);
        (await client.PutManifestAsync(Repository, $"{image.Digest}?tag={Query(46)}", image)).Expect(201);

        Assert.Equal(46, (await client.TagsAsync(Repository)).Length);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("tag=")]
    [BothBuilds("tag=%20")]
    [BothBuilds("tag=-v1")]
    [BothBuilds("tag=a%2Fb")]
    [BothBuilds("tag=v1&tag=a:b")]
    public async Task Push_with_an_invalid_tag_is_rejected(string build, string query)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushContentAsync(Repository, image);

        (await client.PutManifestAsync(Repository, $"{image.Digest}?{query}", image)).ExpectError(400, "MANIFEST_INVALID");

        (await client.HeadAsync($"/v2/{Repository}/manifests/{image.Digest}")).Expect(404);
        Assert.Empty(await client.TagsAsync(Repository));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Tags_with_a_push_by_tag_are_rejected(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushContentAsync(Repository, image);

        (await client.PutManifestAsync(Repository, "v1?tag=v2", image)).ExpectError(400, "MANIFEST_INVALID");

        Assert.Empty(await client.TagsAsync(Repository));
    }
}
