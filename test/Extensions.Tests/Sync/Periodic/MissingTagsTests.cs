#if EXT_SYNC
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.Sync.Periodic;

public sealed class MissingTagsTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromDays(2);

    [Fact]
    public async Task Tag_is_deleted_after_the_grace_time()
    {
        await using var sync = await CreateAsync(new SyncDeleteMissingOptions { Enable = true, GraceTime = Grace });

        await sync.CopyAsync(Some.Repository);
        sync.Time.Advance(Grace - TimeSpan.FromMinutes(1));
        await sync.CopyAsync(Some.Repository);
        Assert.Equal(["v1", "v2", "v3"], await TagsAsync(sync));
        sync.Time.Advance(TimeSpan.FromMinutes(2));
        await sync.CopyAsync(Some.Repository);

        Assert.Equal(["v3"], await TagsAsync(sync));
    }

    [Fact]
    public async Task Dry_run_deletes_nothing()
    {
        await using var sync = await CreateAsync(new SyncDeleteMissingOptions { Enable = true, GraceTime = TimeSpan.Zero, DryRun = true });

        await sync.CopyAsync(Some.Repository);

        Assert.Equal(["v1", "v2", "v3"], await TagsAsync(sync));
        Assert.True(sync.Log.Has("dry run, not deleted", "v1"));
    }

    [Fact]
    public async Task Tag_that_cannot_be_deleted_is_reported_and_the_others_are_deleted()
    {
        await using var sync = await CreateAsync(
            new SyncDeleteMissingOptions { Enable = true, GraceTime = TimeSpan.Zero },
            static inner => new FailingRegistry(inner) { FailsToDelete = "v1" });

        await sync.CopyAsync(Some.Repository);

        Assert.Equal(["v1", "v3"], await TagsAsync(sync));
        Assert.True(sync.Log.Has("failed to delete a missing tag", "v1", FailingRegistry.Reason));
    }

    // Three tags are copied, then two of them disappear.
    private static async Task<SyncFixture> CreateAsync(SyncDeleteMissingOptions options, Func<IRegistry, IRegistry>? decorate = null)
    {
        var sync = await SyncFixture.CreateAsync(entry => entry with { DeleteMissing = options }, decorate);
        foreach (var tag in new[] { "v1", "v2", "v3" })
        {
            await sync.Upstream.Registry.PushImageAsync(Some.Repository, tag, tag);
        }

        await sync.CopyAsync(Some.Repository);
        foreach (var tag in new[] { "v1", "v2" })
        {
            await sync.Upstream.Registry.DeleteManifestAsync(new ManifestDelete(Some.Repository, Reference.To(Tag.Parse(tag))), default);
        }

        return sync;
    }

    private static async Task<IReadOnlyList<string>?> TagsAsync(SyncFixture sync) => await sync.Local.ListTagsAsync(Some.Repository, default);
}
#endif
