namespace Zot.BlackBox.Distribution;

/// <summary>Every kind of manifest is pushed, listed, pulled, and deleted, with all content it references.</summary>
public sealed class LifeCycleTests(SharedServers servers) : RegistryTest(servers)
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds("image")]
    [BothBuilds("image without layers")]
    [BothBuilds("image with an empty layer")]
    [BothBuilds("image with the same layer twice")]
    [BothBuilds("image without mediaType")]
    [BothBuilds("image with data in descriptors")]
    [BothBuilds("image with unknown fields")]
    [BothBuilds("image with nondistributable layers")]
    [BothBuilds("image with a large manifest")]
    [BothBuilds("index")]
    [BothBuilds("index without manifests")]
    [BothBuilds("index of indexes")]
    [BothBuilds("artifact")]
    [BothBuilds("artifact without layers")]
    [BothBuilds("artifact with its type in the config")]
    [BothBuilds("artifact index")]
    [BothBuilds("artifact with an absent subject")]
    public async Task Of_each_kind(string build, string kind)
    {
        foreach (var dedupe in new[] { true, false })
        {
            var client = (await ServerAsync(Servers.DedupeAsync(build, dedupe))).Client;
            var manifest = ManifestKinds.Create(kind);

            await PushedAsync(client, manifest);
            foreach (var part in WithParts(manifest))
            {
                await PulledAsync(client, part);
            }

            (await client.DeleteAsync($"/v2/{Repository}/manifests/v1")).Expect(202);
            (await client.HeadAsync($"/v2/{Repository}/manifests/v1")).Expect(404);
            await DeletedAsync(client, WithParts(manifest));
        }
    }

    private static List<Manifest> WithParts(Manifest manifest) => [manifest, .. manifest.Manifests.SelectMany(WithParts)];

    private async Task PushedAsync(RegistryClient client, Manifest manifest)
    {
        (await client.PushAsync(Repository, manifest)).ExpectHeader("Docker-Content-Digest", manifest.Digest).ExpectNoBody();
        var pushed = (await client.PutManifestAsync(Repository, "v1", manifest)).Expect(201);

        pushed.ExpectHeader("Docker-Content-Digest", manifest.Digest);
        (await client.GetAsync(pushed.Location)).Expect(200).ExpectHeader("Content-Type", manifest.MediaType).ExpectBody(manifest.Content);
        (await client.GetAsync($"/v2/{Repository}/manifests/v1")).Expect(200).ExpectBody(manifest.Content);
        Assert.Equal(["v1"], await client.TagsAsync(Repository));
    }

    private async Task PulledAsync(RegistryClient client, Manifest manifest)
    {
        var path = $"/v2/{Repository}/manifests/{manifest.Digest}";
        (await client.HeadAsync(path)).Expect(200)
            .ExpectHeader("Content-Length", $"{manifest.Content.Length}")
            .ExpectHeader("Content-Type", manifest.MediaType)
            .ExpectHeader("Docker-Content-Digest", manifest.Digest);
        (await client.GetAsync(path)).Expect(200).ExpectHeader("Content-Type", manifest.MediaType).ExpectBody(manifest.Content);
        foreach (var blob in manifest.Blobs)
        {
            (await client.HeadAsync($"/v2/{Repository}/blobs/{blob.Digest}")).Expect(200).ExpectHeader("Content-Length", $"{blob.Content.Length}");
            (await client.GetAsync($"/v2/{Repository}/blobs/{blob.Digest}")).Expect(200).ExpectBody(blob.Content);
        }
    }

    private async Task DeletedAsync(RegistryClient client, List<Manifest> manifests)
    {
        foreach (var manifest in manifests)
        {
            // An untagged child is deleted with the last index that lists it.
            var isChild = manifest != manifests[0];
            (await client.DeleteAsync($"/v2/{Repository}/manifests/{manifest.Digest}")).Expect(isChild ? [202, 404] : [202]);
            (await client.HeadAsync($"/v2/{Repository}/manifests/{manifest.Digest}")).Expect(404);
        }

        foreach (var digest in manifests.SelectMany(manifest => manifest.Blobs).Select(blob => blob.Digest).Distinct())
        {
            (await client.DeleteAsync($"/v2/{Repository}/blobs/{digest}")).Expect(202);
            (await client.HeadAsync($"/v2/{Repository}/blobs/{digest}")).Expect(404);
            (await client.GetAsync($"/v2/{Repository}/blobs/{digest}")).Expect(404);
        }
    }
}
