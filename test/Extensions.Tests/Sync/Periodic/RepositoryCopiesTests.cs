#if EXT_SYNC
using Xunit;
using Zot.Extensions.Sync.Periodic;
using Zot.Registry;
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
    public async Task Invalid_referrer_is_reported_and_the_others_are_copied()
    {
        await using var sync = await SyncFixture.CreateAsync();
        var image = await sync.Upstream.Registry.PushImageAsync(Some.Repository, "v1");
        await sync.Upstream.Registry.PushBlobsAsync(Some.Repository, "{}");
        var signature = await sync.Upstream.Registry.PushManifestAsync(
            Some.Repository, tag: null, Some.Image(subject: image, artifactType: "application/vnd.cncf.notary.signature"));
        sync.Upstream.Texts[$"/v2/{Some.Repository}/referrers/{image.Digest}"] = $$"""
            {"schemaVersion":2,"manifests":[{"digest":"no digest"},
            {"mediaType":"{{signature.MediaType}}","digest":"{{signature.Digest}}","size":{{signature.Size}}}]}
            """;

        await sync.CopyAsync(Some.Repository);

        Assert.NotNull(await sync.Local.FindManifestAsync(Some.Repository, Reference.To(signature.Digest), default));
        Assert.True(sync.Log.Has("invalid items in a list of an upstream registry skipped"));
    }

    [Fact]
    public async Task Copies_in_the_background_leave_a_connection_to_clients()
    {
        await using var sync = await SyncFixture.CreateAsync(static entry => entry with { ReqConcurrent = 2 });
        await sync.Upstream.Registry.PushImageAsync(Some.Repository, "v1", "slow");
        await sync.Upstream.Registry.PushImageAsync(Some.OtherRepository, "v1", "fast");
        var release = new TaskCompletionSource();
        var waiting = 0;
        sync.Upstream.Delay = request => request.StartsWith($"GET /v2/{Some.Repository}/blobs/", StringComparison.Ordinal)
            && Interlocked.Increment(ref waiting) > 0 ? release.Task : Task.CompletedTask;
        var copy = sync.CopyAsync(Some.Repository);
        await Eventually.HoldsAsync(() => Task.FromResult(Volatile.Read(ref waiting) > 0), "a copy is running");

        var pulled = sync.Registry.GetManifestAsync(Some.OtherRepository, Reference.To(Some.Tag), default).AsTask();
        Assert.NotNull(await pulled.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(
            Some.Bytes("fast"),
            await sync.Registry.ReadBlobAsync(Some.OtherRepository, Some.Digest("fast")).WaitAsync(TimeSpan.FromSeconds(60)));

        release.SetResult();
        Assert.Equal(1, (await copy).Copied);
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
