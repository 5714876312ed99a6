using Xunit;
using Zot.Registry;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Feed;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Feed;

public sealed class ContentChangesTests
{
    private static readonly RepositoryName App = Some.Repository;

    private readonly CollectingLogger<ContentChanges> _log = new();

    [Fact]
    public void Subscriber_that_throws_is_logged_and_affects_neither_the_others_nor_the_publisher()
    {
        var changes = new ContentChanges(_log);
        List<string> told = [];
        changes.Subscribe((in ContentChange _) => told.Add("first"));
        changes.Subscribe((in ContentChange _) => throw new InvalidOperationException("broken"));
        changes.Subscribe((in ContentChange _) => told.Add("third"));

        changes.Publish(new ContentChange(App, ContentChangeKind.BlobStored));

        Assert.Equal(["first", "third"], told);
        Assert.Equal($"4093 subscriber failed to handle a change: BlobStored {App}", Assert.Single(_log.Lines));
    }

    [Fact]
    public void Publishing_allocates_nothing()
    {
        var changes = new ContentChanges(_log);
        var count = 0;
        changes.Subscribe((in ContentChange _) => count++);
        changes.Publish(new ContentChange(App, ContentChangeKind.BlobStored));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1_000; round++)
        {
            changes.Publish(new ContentChange(App, ContentChangeKind.BlobStored) { After = round });
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(1_001, count);
    }

    [Fact]
    public async Task Independent_subscribers_receive_each_change_of_a_push_once_and_in_order()
    {
        await using var store = Stores.Open(new MemoryDriver(TimeProvider.System));
        List<ContentChange> one = [];
        List<ContentChange> other = [];
        await store.Registry.PushBlobsAsync(App, "{}", "layer");
        var feed = Stores.Feed(store);
        feed.Subscribe((in ContentChange change) => one.Add(change));
        feed.Subscribe((in ContentChange change) => other.Add(change));
        var image = Some.Image(layers: [Some.Layer("layer")]);
        var digest = Some.Digest(image);
        var call = new CallContext { User = "alice" };

        await store.Registry.PushManifestAsync(
            new ManifestPush(App, Reference.To(Some.Tag), MediaTypes.OciManifest, image) { Call = call }, default);
        await store.Registry.DeleteManifestAsync(new ManifestDelete(App, Reference.To(digest)) { Call = call }, default);

        Assert.Equal(
            [
                new(App, ContentChangeKind.BlobStored) { Blob = digest, After = image.Length, Caller = call },
                new(App, ContentChangeKind.EntryChanged) { Tag = Some.Tag.ToString(), Manifest = digest, Caller = call },
                new(App, ContentChangeKind.ManifestPushed) { Manifest = digest, Caller = call },
                new(App, ContentChangeKind.EntryChanged) { Tag = Some.Tag.ToString(), Caller = call },
                new(App, ContentChangeKind.BlobDeleted) { Blob = digest, Before = image.Length },
                new(App, ContentChangeKind.ManifestDeleted) { Manifest = digest, Caller = call },
            ],
            one.Where(static change => change.Kind != ContentChangeKind.IndexWritten));
        Assert.Equal(one, other);
    }

    [Fact]
    public async Task Failing_subscriber_does_not_fail_a_push()
    {
        await using var store = Stores.Open(new MemoryDriver(TimeProvider.System));
        store.Changes.Subscribe((in ContentChange _) => throw new InvalidOperationException("broken"));

        var image = await store.Registry.PushImageAsync(App, "v1");

        Assert.Equal(image.Digest, await store.Registry.ResolveAsync(App, "v1"));
    }
}
