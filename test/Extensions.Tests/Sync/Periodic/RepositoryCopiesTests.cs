#if EXT_SYNC
using Xunit;
using Zot.Extensions.Sync.Periodic;
using Zot.Testing;

namespace Zot.Extensions.Tests.Sync.Periodic;

public sealed class RepositoryCopiesTests
{
    [Fact]
    public async Task Copy_ends_without_waiting_for_the_clock()
    {
        await using var sync = await SyncFixture.CreateAsync();
        await sync.Upstream.Registry.PushImageAsync(Some.Repository, "v1");

        Assert.Equal(new RepositoryResult(Copied: 1), await sync.CopyAsync(Some.Repository));
        Assert.Equal(new RepositoryResult(Current: 1), await sync.CopyAsync(Some.Repository));

        Assert.Equal(["v1"], await sync.Local.ListTagsAsync(Some.Repository, default));
        Assert.Equal(2, sync.Upstream.Requests.Count(static request => request.StartsWith("GET", StringComparison.Ordinal) && request.Contains("/blobs/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Tag_that_fails_unexpectedly_is_reported_and_the_others_are_copied()
    {
        await using var sync = await SyncFixture.CreateAsync(decorate: static inner => new FailingRegistry(inner) { FailsToFind = "v2" });
        foreach (var tag in new[] { "v1", "v2", "v3" })
        {
            await sync.Upstream.Registry.PushImageAsync(Some.Repository, tag, tag);
        }

        Assert.Equal(new RepositoryResult(Copied: 2, Failed: 1), await sync.CopyAsync(Some.Repository));

        Assert.Equal(["v1", "v3"], await sync.Local.ListTagsAsync(Some.Repository, default));
        Assert.True(sync.Log.Has("failed to sync image", "v2", FailingRegistry.Reason));
    }
}
#endif
