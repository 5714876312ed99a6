using Xunit;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Scrub;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Scrub;

public sealed class OfflineScrubTests : IAsyncDisposable
{
    private static readonly RepositoryName App = Some.Repository;

    private readonly MemoryDriver _driver = new(TimeProvider.System);

    public ValueTask DisposeAsync() => _driver.DisposeAsync();

    [Fact]
    public async Task Intact_content_is_ok()
    {
        await using (var store = Stores.Open(_driver))
        {
            var image = await store.Registry.PushImageAsync(App, "v1");
            await store.Registry.PushManifestAsync(App, "all", Some.Index([image]), MediaTypes.OciIndex);
            var artifact = new Descriptor("application/vnd.example", Some.Digest("layer"), 5);
            await store.Registry.PushManifestAsync(App, "artifact", Some.Image(config: artifact, subject: image));
            var sha512 = Some.Image(note: "sha512");
            await store.Registry.PushManifestAsync(
                new ManifestPush(App, Reference.To(Some.Digest(sha512, DigestAlgorithm.Sha512)), MediaTypes.OciManifest, sha512), default);
        }

        var results = await ScrubAsync();

        Assert.Equal(4, results.Count);
        Assert.All(results, static result => Assert.Equal(("ok", true, null), (result.Status, result.IsOk, result.Error)));
        Assert.Equal(["v1", "all", "artifact"], results.Take(3).Select(static result => result.Reference));
    }

    [Theory]
    [InlineData("layer", "damaged", "bad blob digest")]
    [InlineData("layer", null, "blob not found")]
    [InlineData("manifest", "damaged", "bad blob digest")]
    [InlineData("manifest", null, "blob not found")]
    public async Task Damaged_content_is_reported_once_per_descriptor(string what, string? damage, string error)
    {
        Digest damaged;
        await using (var store = Stores.Open(_driver, dedupe: false))
        {
            var image = await store.Registry.PushImageAsync(App, "v1");
            await store.Registry.PushManifestAsync(App, "all", Some.Index([image]), MediaTypes.OciIndex);
            await store.Registry.PushImageAsync(App, "whole", "another layer");
            damaged = what == "layer" ? Some.Digest("layer") : image.Digest;
        }

        await _driver.DeleteAsync(ImageLayout.Blob(App, damaged), default);
        if (damage is not null)
        {
            await _driver.WriteAsync(ImageLayout.Blob(App, damaged), Some.Bytes(damage), ImageLayout.Staging(App), durable: false, default);
        }

        var results = await ScrubAsync();

        Assert.Equal(
            [
                new ScrubResult(App, "v1", damaged, error),
                new ScrubResult(App, "all", damaged, error),
                new ScrubResult(App, "whole", AffectedBlob: null, Error: null),
            ],
            results);
    }

    [Fact]
    public async Task Image_config_that_is_not_JSON_is_reported()
    {
        await using (var store = Stores.Open(_driver))
        {
            await store.Registry.PushBlobsAsync(App, "no JSON");
            await store.Registry.PushManifestAsync(App, "v1", Some.Image(config: Some.Config("no JSON")));
        }

        Assert.Equal("invalid server config", Assert.Single(await ScrubAsync()).Error);
    }

    private async Task<List<ScrubResult>> ScrubAsync()
    {
        List<ScrubResult> results = [];
        await foreach (var result in OfflineScrub.RunAsync(_driver, repairs: false, TimeProvider.System, default))
        {
            results.Add(result);
        }

        return results;
    }
}
