#if EXT_SYNC
using Xunit;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.Sync.OnDemand;

public sealed class OnDemandRegistryTests
{
    [Fact]
    public async Task Image_is_pulled_and_stored()
    {
        await using var sync = await SyncFixture.CreateAsync();
        var image = await sync.Upstream.Registry.PushImageAsync(Some.Repository, "v1");

        var pulled = await sync.Registry.GetManifestAsync(Some.Repository, Reference.To(Some.Tag), default);

        Assert.Equal(image.Digest, pulled?.Descriptor.Digest);
        Assert.Equal(Some.Bytes("layer"), await sync.Registry.ReadBlobAsync(Some.Repository, Some.Digest("layer")));

        // What the client did not request follows when it has been quiet for a moment.
        await Eventually.HoldsAsync(
            async () =>
            {
                sync.Time.Advance(TimeSpan.FromSeconds(1));
                return await sync.Local.FindManifestAsync(Some.Repository, Reference.To(Some.Tag), default) is not null;
            },
            "the image is stored");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(418)]
    public async Task Upstream_that_fails_hides_neither_local_images_nor_tags_nor_referrers(int status)
    {
        await using var sync = await SyncFixture.CreateAsync(static entry => entry with { MergeTags = true });
        var image = await sync.Local.PushImageAsync(Some.Repository, "v1");
        sync.Upstream.Fault = _ => status;

        Assert.Equal(image.Digest, (await sync.Registry.FindManifestAsync(Some.Repository, Reference.To(Some.Tag), default))?.Digest);
        Assert.Equal(["v1"], await sync.Registry.ListTagsAsync(Some.Repository, default));
        var referrers = await sync.Registry.ListReferrersAsync(Some.Repository, new ReferrersQuery(image.Digest), default);
        Assert.Empty(await referrers.Referrers.ToListAsync(TestContext.Current.CancellationToken));
        Assert.Null(await sync.Registry.OpenBlobAsync(Some.Repository, Some.Digest("other"), default));
        Assert.Null(await sync.Registry.GetManifestAsync(Some.Repository, Reference.To(Tag.Parse("v2")), default));
        Assert.True(sync.Log.Has("failed to sync image on demand"));
        Assert.True(sync.Log.Has("failed to list the tags"));
        Assert.True(sync.Log.Has("failed to sync referrers"));
        Assert.True(sync.Log.Has("failed to find a blob on demand"));
    }
}
#endif
