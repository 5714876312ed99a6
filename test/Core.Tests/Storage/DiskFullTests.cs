using Xunit;
using Zot.Registry;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Core.Tests.Storage;

public sealed class DiskFullTests
{
    private static readonly RepositoryName App = Some.Repository;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Full_disk_rejects_pushes_and_keeps_content(bool tears)
    {
        var time = new ManualTime();
        await using var memory = new MemoryDriver(time);
        var driver = new FailingDriver(memory, tears);
        await using (var store = Stores.Open(driver, time: time))
        {
            var image = await store.Registry.PushImageAsync(App, "v1");
            var manifest = (await store.Registry.GetManifestAsync(App, Reference.To(Some.Tag), default))!.Content.ToArray();
            driver.FailAfter(0);

            // The manifest exists already, so only the journal fails.
            await Assert.ThrowsAsync<IOException>(() => store.Registry.PushManifestAsync(App, "v2", manifest));
            await Assert.ThrowsAsync<IOException>(() => store.Registry.PushImageAsync(App, "v3", "another"));
            time.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal(["v1"], (await store.Registry.ListTagsAsync(App, default))!);
            Assert.Equal(image.Digest, await store.Registry.ResolveAsync(App, "v1"));

            driver.FailAfter(int.MaxValue);
            await store.Registry.PushManifestAsync(App, "v4", manifest);
        }

        await using var again = Stores.Open(memory, time: time);
        Assert.Equal(["v1", "v4"], (await again.Registry.ListTagsAsync(App, default))!);
    }
}
