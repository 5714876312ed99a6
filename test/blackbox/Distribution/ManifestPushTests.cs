using System.Text;

namespace Zot.BlackBox.Distribution;

/// <summary>end-7a.</summary>
public sealed class ManifestPushTests(SharedServers servers) : RegistryTest(servers)
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Bytes_are_kept_as_the_client_wrote_them(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushContentAsync(Repository, image);
        var odd = image with { Content = Encoding.UTF8.GetBytes($"\n\t {Encoding.UTF8.GetString(image.Content).Replace("\":", "\" :\r\n ")}\n\n") };

        (await client.PutManifestAsync(Repository, "odd", odd)).Expect(201).ExpectHeader("Docker-Content-Digest", odd.Digest);

        (await client.GetAsync($"/v2/{Repository}/manifests/odd")).Expect(200).ExpectBody(odd.Content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Parameters_of_the_content_type_are_ignored(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushContentAsync(Repository, image);

        (await client.PutManifestAsync(Repository, "v1", image with { MediaType = $"{MediaType.Image}; charset=utf-8" })).Expect(201);

        (await client.GetAsync($"/v2/{Repository}/manifests/v1")).Expect(200).ExpectHeader("Content-Type", MediaType.Image);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Pushing_the_same_again_changes_nothing(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushAsync(Repository, image, "v1");

        (await client.PutManifestAsync(Repository, "v1", image)).Expect(201).ExpectHeader("Docker-Content-Digest", image.Digest);

        Assert.Equal(["v1"], await client.TagsAsync(Repository));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Tag_moves_to_the_last_pushed_manifest(string build)
    {
        var client = await ClientAsync(build);
        var (first, second) = (Manifest.Image(), Manifest.Image());
        await client.PushAsync(Repository, first, "latest");
        await client.PushAsync(Repository, first, "first");

        await client.PushAsync(Repository, second, "latest");

        (await client.GetAsync($"/v2/{Repository}/manifests/latest")).Expect(200).ExpectBody(second.Content);
        (await client.GetAsync($"/v2/{Repository}/manifests/first")).Expect(200).ExpectBody(first.Content);
        (await client.GetAsync($"/v2/{Repository}/manifests/{first.Digest}")).Expect(200).ExpectBody(first.Content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task A_tag_may_be_128_characters_of_all_kinds(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        string[] tags = ["_", "A.b-C_d", "0", "sha256-abc", new string('x', 128)];

        foreach (var tag in tags)
        {
            await client.PushAsync(Repository, image, tag);
            (await client.GetAsync($"/v2/{Repository}/manifests/{tag}")).Expect(200).ExpectBody(image.Content);
        }

        Assert.Equal(tags.Order(StringComparer.Ordinal), await client.TagsAsync(Repository));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Manifest_of_unknown_length_is_accepted(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushContentAsync(Repository, image);

        (await client.SendAsync(
            "PUT",
            $"/v2/{Repository}/manifests/v1",
            new StreamedContent(image.Content),
            ("Transfer-Encoding", "chunked"),
            ("Content-Type", MediaType.Image))).Expect(201);

        (await client.GetAsync($"/v2/{Repository}/manifests/v1")).Expect(200).ExpectBody(image.Content);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Content_of_another_repository_does_not_count(string build)
    {
        var client = await ClientAsync(build);
        var image = Manifest.Image();
        await client.PushAsync(OtherRepository, image, "v1");

        (await client.PutManifestAsync(Repository, "v1", image)).ExpectError(404, "MANIFEST_BLOB_UNKNOWN");
    }
}
