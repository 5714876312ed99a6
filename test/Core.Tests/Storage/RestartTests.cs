using Xunit;
using Zot.Registry;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Core.Tests.Storage;

public sealed class RestartTests
{
    private static readonly RepositoryName App = Some.Repository;

    [Theory]
    [InlineData("sha256")]
    [InlineData("sha512")]
    public async Task Upload_continues_after_a_restart(string algorithm)
    {
        var driver = new MemoryDriver(TimeProvider.System);
        UploadId id;
        await using (var before = Stores.Open(driver))
        {
            var upload = await before.Registry.StartUploadAsync(App, DigestAlgorithm.Find(algorithm)!, default);
            await upload.AppendAsync(new MemoryStream(Some.Bytes("one ")), null, null, default);
            id = upload.Id;
        }

        await using var store = Stores.Open(driver);
        var found = (await store.Registry.FindUploadAsync(App, id, default))!;
        Assert.Equal(4, found.Length);
        await found.AppendAsync(new MemoryStream(Some.Bytes("two")), offset: 4, length: 3, default);
        var stored = await found.CompleteAsync(Some.Digest("one two", DigestAlgorithm.Find(algorithm)), default);

        Assert.Equal(Some.Bytes("one two"), await store.Registry.ReadBlobAsync(App, stored.Digest));
    }

    [Fact]
    public async Task Upload_continues_after_an_idle_hour()
    {
        var time = new ManualTime();
        await using var store = Stores.Open(new MemoryDriver(time), time: time);
        var upload = await store.Registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);
        await upload.AppendAsync(new MemoryStream(Some.Bytes("one ")), null, null, default);

        time.Advance(TimeSpan.FromHours(1));
        await upload.AppendAsync(new MemoryStream(Some.Bytes("two")), offset: 4, null, default);
        await upload.CompleteAsync(Some.Digest("one two"), default);

        Assert.NotNull(await store.Registry.FindBlobAsync(App, Some.Digest("one two"), default));
    }

    [Fact]
    public async Task Content_is_restored_after_a_restart()
    {
        var driver = new MemoryDriver(TimeProvider.System);
        Descriptor image, index, referrer;
        await using (var before = Stores.Open(driver))
        {
            image = await before.Registry.PushImageAsync(App, "v1");
            index = await before.Registry.PushManifestAsync(App, "all", Some.Index([image]), MediaTypes.OciIndex);
            referrer = await before.Registry.PushManifestAsync(App, null, Some.Image(subject: image));
        }

        await using var store = Stores.Open(driver);

        Assert.Equal(["all", "v1"], (await store.Registry.ListTagsAsync(App, default))!);
        Assert.Equal(index.Digest, await store.Registry.ResolveAsync(App, "all"));
        Assert.Equal(referrer.Digest, Assert.Single(await store.Registry.ListReferrersAsync(App, image.Digest, default)).Digest);
        Assert.Equal(Some.Layer("layer").MediaType, (await store.Registry.FindBlobAsync(App, Some.Digest("layer"), default))!.MediaType);
        await Refusal.IsAsync(
            RegistryError.StillReferenced, async () => await store.Registry.DeleteManifestAsync(App, Reference.To(image.Digest), default));
    }
}
