using Xunit;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Core.Tests.Storage;

/// <summary>Lost or changed bytes on disk are treated as missing, and pushing again repairs them.</summary>
public sealed class DamageTests : IAsyncDisposable
{
    private static readonly RepositoryName App = Some.Repository;

    private readonly MemoryDriver _driver = new(TimeProvider.System);

    public ValueTask DisposeAsync() => _driver.DisposeAsync();

    [Fact]
    public async Task Damaged_manifest_is_missing_until_pushed_again()
    {
        var image = await PushAndCloseAsync();
        await DamageAsync(image.Digest, new string('x', (int)image.Size));
        await using var store = Stores.Open(_driver);
        Assert.Null(await store.Registry.GetManifestAsync(App, Reference.To(Some.Tag), default));
        Assert.Null(await store.Registry.FindManifestAsync(App, Reference.To(Some.Tag), default));

        await store.Registry.PushImageAsync(App, "v1");

        Assert.Equal(image.Digest, await store.Registry.ResolveAsync(App, "v1"));
    }

    [Fact]
    public async Task Missing_manifest_does_not_affect_other_content()
    {
        var image = await PushAndCloseAsync();
        await _driver.DeleteAsync(ImageLayout.Blob(App, image.Digest), default);
        await using var store = Stores.Open(_driver);

        Assert.Null(await store.Registry.GetManifestAsync(App, Reference.To(image.Digest), default));
        Assert.Equal(["v1"], (await store.Registry.ListTagsAsync(App, default))!);
        Assert.Empty(await store.Registry.ListReferrersAsync(App, image.Digest, default));
        Assert.NotNull(await store.Registry.FindBlobAsync(App, Some.Digest("layer"), default));
    }

    [Theory]
    [InlineData("lay")]
    [InlineData("a longer layer")]
    public async Task Blob_with_a_wrong_size_is_missing_until_pushed_again(string damage)
    {
        await PushAndCloseAsync();
        await DamageAsync(Some.Digest("layer"), damage);
        await using var store = Stores.Open(_driver);
        Assert.Null(await store.Registry.FindBlobAsync(App, Some.Digest("layer"), default));
        Assert.Null(await store.Registry.OpenBlobAsync(App, Some.Digest("layer"), default));

        await store.Registry.PushBlobsAsync(App, "layer");

        Assert.Equal(Some.Bytes("layer"), await store.Registry.ReadBlobAsync(App, Some.Digest("layer")));
    }

    [Fact]
    public async Task Invalid_index_json_is_reported_and_not_overwritten()
    {
        await PushAndCloseAsync();
        await TestIndex.WriteAsync(_driver, App, "{");
        await using var store = Stores.Open(_driver);

        var fault = await Assert.ThrowsAsync<InvalidDataException>(async () => await store.Registry.ListTagsAsync(App, default));
        await Assert.ThrowsAsync<InvalidDataException>(() => store.Registry.PushImageAsync(App, "v2"));

        Assert.Contains("library/app", fault.Message, StringComparison.Ordinal);
        Assert.Equal(Some.Bytes("{"), await _driver.ReadAsync(ImageLayout.Index(App), default));
    }

    [Fact]
    public async Task Index_json_damaged_while_in_use_keeps_the_index_in_memory()
    {
        var time = new ManualTime();
        var driver = new MemoryDriver(time);
        await using var store = Stores.Open(driver, time: time);
        var image = await store.Registry.PushImageAsync(App, "v1");

        await TestIndex.WriteAsync(driver, App, "{");
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(image.Digest, await store.Registry.ResolveAsync(App, "v1"));
        await TestIndex.WriteAsync(driver, App, """{"schemaVersion":2,"manifests":null}""");
    }

    [Fact]
    public async Task Repository_inside_the_blobs_of_another_is_rejected()
    {
        await using var store = Stores.Open(_driver);
        var name = RepositoryName.Parse("library/app/blobs/sha256");

        await Refusal.IsAsync(RegistryError.NameInvalid, async () => await store.Registry.StartUploadAsync(name, DigestAlgorithm.Sha256, default));

        Assert.False(await store.Registry.HasRepositoryAsync(name, default));
        Assert.Null(await store.Registry.FindUploadAsync(name, UploadId.Create(), default));
    }

    [Theory]
    [InlineData("blobs-1/app")]
    [InlineData("x/myblobs")]
    [InlineData("x/blobs-2")]
    public async Task Repository_with_blobs_in_its_name_is_listed(string name)
    {
        await using var store = Stores.Open(_driver);

        await store.Registry.PushImageAsync(RepositoryName.Parse(name), "v1");
        await using var again = Stores.Open(_driver);

        Assert.Equal([name], await again.Registry.ListAsync());
    }

    private async Task<Descriptor> PushAndCloseAsync()
    {
        await using var store = Stores.Open(_driver, dedupe: false);
        return await store.Registry.PushImageAsync(App, "v1");
    }

    private async Task DamageAsync(Digest digest, string text) => await _driver.WriteAsync(
        ImageLayout.Blob(App, digest), Some.Bytes(text), ImageLayout.Staging(App), durable: false, default);
}
