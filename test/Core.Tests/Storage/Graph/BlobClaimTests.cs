using Xunit;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Graph;

/// <summary>Manifests with false claims about a blob: the blob is still served to others.</summary>
public sealed class BlobClaimTests : IAsyncDisposable
{
    private const string LayerType = "application/vnd.oci.image.layer.v1.tar+gzip";

    private static readonly RepositoryName App = Some.Repository;

    private readonly MemoryDriver _driver = new(TimeProvider.System);

    /// <summary>Gets lengths of blobs, below and above the cache limit, and sizes that a manifest claims.</summary>
    public static TheoryData<int, long> Sizes => new()
    {
        { 10, 0 }, { 10, 9 }, { 10, 11 }, { 10, long.MaxValue }, { 200_000, 0 }, { 200_000, 10 }, { 200_000, 200_001 }, { 200_000, long.MaxValue },
    };

    public ValueTask DisposeAsync() => _driver.DisposeAsync();

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Blob_first_referenced_with_a_wrong_size_is_served(int length, long claimed)
    {
        var content = Some.Bytes(length, seed: 1);
        await using (var store = Stores.Open(_driver))
        {
            await store.Registry.PushManifestAsync(App, "artifact", Artifact(new Descriptor("text/html", Some.Digest(content), claimed)));
            await store.Registry.PushBlobAsync(App, content);
            await AssertServedAsync(store, content, "text/html");

            await PushImageAsync(store, content);
            await AssertServedAsync(store, content, LayerType);
        }

        await using var again = Stores.Open(_driver);
        await AssertServedAsync(again, content, LayerType);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Manifest_with_a_wrong_size_of_an_existing_blob_is_rejected(int length, long claimed)
    {
        await using var store = Stores.Open(_driver);
        var content = Some.Bytes(length, seed: 1);
        await store.Registry.PushBlobsAsync(App, "{}");
        await store.Registry.PushBlobAsync(App, content);
        var wrong = new Descriptor("a/b", Some.Digest(content), claimed);

        foreach (var manifest in new[] { Some.Image(layers: [wrong]), Some.Image(config: wrong), Artifact(wrong) })
        {
            await Refusal.IsAsync(RegistryError.ManifestInvalid, async () => await store.Registry.PushManifestAsync(App, "v1", manifest));
        }

        Assert.Null(await store.Registry.ResolveAsync(App, "v1"));
        await AssertServedAsync(store, content, MediaTypes.OctetStream);
    }

    [Fact]
    public async Task Index_with_a_wrong_size_of_a_manifest_is_rejected()
    {
        await using var store = Stores.Open(_driver);
        var image = await store.Registry.PushImageAsync(App, "v1");

        await Refusal.IsAsync(RegistryError.ManifestInvalid, async () =>
            await store.Registry.PushManifestAsync(App, "all", Some.Index([image with { Size = 1 }]), MediaTypes.OciIndex));
    }

    [Fact]
    public async Task Manifest_that_references_a_damaged_blob_is_blob_unknown()
    {
        await using var store = Stores.Open(_driver, dedupe: false);
        await store.Registry.PushBlobsAsync(App, "{}", "layer");
        await _driver.WriteAsync(ImageLayout.Blob(App, Some.Digest("layer")), Some.Bytes("lay"), ImageLayout.Staging(App), durable: false, default);

        await Refusal.IsAsync(RegistryError.ManifestBlobUnknown, async () =>
            await store.Registry.PushManifestAsync(App, "v1", Some.Image(layers: [Some.Layer("layer")])));
    }

    [Fact]
    public async Task Media_type_of_a_blob_is_that_of_the_first_manifest_that_requires_it()
    {
        await using var store = Stores.Open(_driver);
        var content = Some.Bytes("layer");
        var digest = Some.Digest(content);
        await store.Registry.PushManifestAsync(App, "before", Artifact(new Descriptor("text/html", digest, content.Length)));
        await PushImageAsync(store, content);
        var claim = await store.Registry.PushManifestAsync(App, "after", Some.Image(layers: [new Descriptor("image/svg+xml", digest, content.Length)]));
        await store.Registry.PushManifestAsync(App, "last", Artifact(new Descriptor("text/xml", digest, content.Length)));
        await AssertServedAsync(store, content, LayerType);

        await store.Registry.DeleteManifestAsync(App, Reference.To(claim.Digest), default);
        await AssertServedAsync(store, content, LayerType);
    }

    [Fact]
    public async Task Conflicting_media_types_of_artifacts_yield_the_default_type()
    {
        await using var store = Stores.Open(_driver);
        var content = Some.Bytes("layer");
        await store.Registry.PushBlobAsync(App, content);
        var first = await store.Registry.PushManifestAsync(App, "one", Artifact(new Descriptor("a/b", Some.Digest(content), content.Length)));
        await AssertServedAsync(store, content, "a/b");

        await store.Registry.PushManifestAsync(App, "two", Artifact(new Descriptor("text/html", Some.Digest(content), content.Length)));
        await AssertServedAsync(store, content, MediaTypes.OctetStream);

        await store.Registry.DeleteManifestAsync(App, Reference.To(first.Digest), default);
        await AssertServedAsync(store, content, "text/html");
    }

    private static byte[] Artifact(Descriptor layer) =>
        Some.Image(new Descriptor("application/vnd.example", Some.Digest("a configuration stored elsewhere"), 1), [layer]);

    private static async Task PushImageAsync(Store store, byte[] content)
    {
        await store.Registry.PushBlobsAsync(App, "{}");
        await store.Registry.PushBlobAsync(App, content);
        await store.Registry.PushManifestAsync(App, "v1", Some.Image(layers: [new Descriptor(LayerType, Some.Digest(content), content.Length)]));
    }

    private static async Task AssertServedAsync(Store store, byte[] content, string mediaType)
    {
        var expected = new Descriptor(mediaType, Some.Digest(content), content.Length);
        Assert.Equal(expected, await store.Registry.FindBlobAsync(App, expected.Digest, default));
        Assert.Equal(content, await store.Registry.ReadBlobAsync(App, expected.Digest));
    }
}
