namespace Zot.BlackBox.Distribution;

/// <summary>end-3.</summary>
public sealed class ManifestPullTests(SharedServers servers) : RegistryTest(servers)
{
    private const string AbsentDigest = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task A_pushed_manifest_is_pulled_byte_for_byte(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushAsync(Repository, image, "v1");

        foreach (var reference in new[] { "v1", image.Digest })
        {
            (await client.GetAsync($"/v2/{Repository}/manifests/{reference}")).Expect(200)
                .ExpectHeader("Docker-Content-Digest", image.Digest)
                .ExpectHeader("Content-Type", MediaType.Image)
                .ExpectHeader("Content-Length", $"{image.Content.Length}")
                .ExpectBody(image.Content);
        }
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task HEAD_returns_the_headers_of_GET(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushAsync(Repository, image, "v1");

        foreach (var reference in new[] { "v1", image.Digest })
        {
            (await client.HeadAsync($"/v2/{Repository}/manifests/{reference}")).Expect(200)
                .ExpectHeader("Docker-Content-Digest", image.Digest)
                .ExpectHeader("Content-Type", MediaType.Image)
                .ExpectHeader("Content-Length", $"{image.Content.Length}")
                .ExpectNoBody();
        }
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("*/*")]
    [BothBuilds(MediaType.Index)]
    [BothBuilds("text/html")]
    public async Task Stored_type_is_sent_for_any_Accept_header(string build, string accept)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushAsync(Repository, image, "v1");

        (await client.GetAsync($"/v2/{Repository}/manifests/v1", ("Accept", accept))).Expect(200)
            .ExpectHeader("Content-Type", MediaType.Image)
            .ExpectBody(image.Content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("v2")]
    [BothBuilds(AbsentDigest)]
    public async Task An_unknown_reference_is_MANIFEST_UNKNOWN(string build, string reference)
    {
        var client = await ClientAsync(build);
        await client.PushAsync(Repository, Manifest.Image(), "v1");

        (await client.GetAsync($"/v2/{Repository}/manifests/{reference}")).ExpectError(404, "MANIFEST_UNKNOWN", "reference");
        (await client.HeadAsync($"/v2/{Repository}/manifests/{reference}")).Expect(404);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("v1")]
    [BothBuilds(AbsentDigest)]
    public async Task An_unknown_repository_is_NAME_UNKNOWN(string build, string reference)
    {
        var client = await ClientAsync(build);

        (await client.GetAsync($"/v2/{Repository}/manifests/{reference}")).ExpectError(404, "NAME_UNKNOWN", "name");
        (await client.HeadAsync($"/v2/{Repository}/manifests/{reference}")).Expect(404);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("sha256:totallywrong")]
    [BothBuilds("sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [BothBuilds("sha512:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Malformed_digest_is_rejected(string build, string reference)
    {
        var client = await ClientAsync(build);
        await client.PushAsync(Repository, Manifest.Image(), "v1");

        var answer = (await client.GetAsync($"/v2/{Repository}/manifests/{reference}")).Expect(400, 404);

        Assert.Contains(answer.Json.GetProperty("errors")[0].GetProperty("code").GetString(), new[] { "DIGEST_INVALID", "MANIFEST_UNKNOWN" });
        (await client.HeadAsync($"/v2/{Repository}/manifests/{reference}")).Expect(400, 404);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Layer_is_MANIFEST_UNKNOWN(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushAsync(Repository, image, "v1");

        (await client.GetAsync($"/v2/{Repository}/manifests/{image.Blobs[1].Digest}")).ExpectError(404, "MANIFEST_UNKNOWN", "reference");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Manifest_that_the_client_already_has_is_304(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushAsync(Repository, image, "v1");
        var path = $"/v2/{Repository}/manifests/v1";
        var entityTag = (await client.GetAsync(path)).Expect(200).Header("ETag");
        Assert.NotNull(entityTag);

        (await client.GetAsync(path, ("If-None-Match", entityTag))).Expect(304).ExpectNoBody();
        (await client.HeadAsync(path, ("If-None-Match", entityTag))).Expect(304);
        (await client.GetAsync(path, ("If-None-Match", $"\"other\", W/{entityTag}"))).Expect(304);
        (await client.GetAsync(path, ("If-None-Match", "\"other\""))).Expect(200).ExpectBody(image.Content);

        await client.PushAsync(Repository, Manifest.Image(), "v1");
        (await client.GetAsync(path, ("If-None-Match", entityTag))).Expect(200);
    }
}
