using Moq;
using Xunit;
using Zot.Core.Tests.Storage;
using Zot.Metadata;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Core.Tests.Metadata;

public sealed class StatisticsSubscriberTests
{
    private static readonly RepositoryName App = Some.Repository;

    [Fact]
    public async Task Only_pushes_pulls_and_deletions_are_recorded()
    {
        await using var store = Stores.Open(new MemoryDriver(TimeProvider.System));
        var index = new Mock<IMetadataIndex>(MockBehavior.Strict);
        var order = new MockSequence();
        var registry = Listen(store, index.Object);
        var digest = Some.Digest(Some.Image(layers: [Some.Layer("layer")]));
        index.InSequence(order).Setup(each => each.NotePush(App, digest, "alice"));
        index.InSequence(order).Setup(each => each.NotePull(App, digest));
        index.InSequence(order).Setup(each => each.NoteDeletion(App, digest));

        await registry.PushImageAsync(App, "v1");
        await registry.FindManifestAsync(App, Reference.To(Some.Tag), default);
        var manifest = (await registry.GetManifestAsync(App, Reference.To(Some.Tag), default))!.Descriptor;
        var subscriber = new StatisticsSubscriber(index.Object);
        subscriber.Handle(new ContentPull(App, manifest, new CallContext()) { Manifest = Reference.To(Some.Tag) });
        subscriber.Handle(new ContentPull(App, manifest, new CallContext()) { Manifest = Reference.To(Some.Tag), IsHead = true });
        subscriber.Handle(new ContentPull(App, manifest, new CallContext()));
        await registry.DeleteManifestAsync(App, Reference.To(Some.Tag), default);
        await registry.DeleteManifestAsync(App, Reference.To(digest), default);
        await registry.DeleteManifestAsync(App, Reference.To(digest), default);

        index.VerifyAll();
        index.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task Push_of_a_tag_to_an_untagged_manifest_is_recorded_as_tagging()
    {
        await using var store = Stores.Open(new MemoryDriver(TimeProvider.System));
        var index = new Mock<IMetadataIndex>();
        var registry = Listen(store, index.Object);
        var digest = (await registry.PushImageAsync(App, "v1")).Digest;
        await registry.PushImageAsync(App, "v1");
        await registry.DeleteManifestAsync(App, Reference.To(Some.Tag), default);

        await registry.PushImageAsync(App, "v1");

        index.Verify(each => each.NoteTagging(App, digest, "alice"), Times.Once());
        index.Verify(each => each.NotePush(App, digest, "alice"), Times.Exactly(2));
    }

    private static CallingRegistry Listen(Store store, IMetadataIndex index)
    {
        store.Changes.Subscribe(new StatisticsSubscriber(index).Handle);
        return new CallingRegistry(store.Registry, static () => "alice");
    }
}
