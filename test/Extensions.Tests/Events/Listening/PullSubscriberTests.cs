#if EXT_EVENTS
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Xunit;
using Zot.Extensions.Events.Listening;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events.Listening;

public sealed class PullSubscriberTests : IDisposable
{
    private static readonly RepositoryName App = RepositoryName.Parse("team/app");
    private static readonly Descriptor Content = new(MediaTypes.OciManifest, Some.Digest("manifest"), 8);

    private readonly TemporaryDirectory _folder = new();

    /// <summary>Cases: whether HEAD requests are pulls, the kind of the request, and the number of events.</summary>
    [Theory]
    [InlineData(false, true, false, false, 1)]
    [InlineData(false, true, false, true, 0)]
    [InlineData(false, true, true, false, 0)]
    [InlineData(false, false, false, false, 1)]
    [InlineData(false, false, false, true, 0)]
    [InlineData(false, false, true, false, 0)]
    [InlineData(true, true, false, true, 0)]
    [InlineData(true, true, true, false, 1)]
    [InlineData(true, true, true, true, 0)]
    [InlineData(true, false, false, true, 1)]
    [InlineData(true, false, true, false, 1)]
    [InlineData(true, false, true, true, 1)]
    public async Task Request_is_an_event_if_a_sink_counts_it(bool headsArePulls, bool isManifest, bool isHead, bool isUnmodified, int events)
    {
        await using var journal = SomeEvents.Journal(_folder["journal.db"]);
        await journal.OpenSinkAsync("test");
        var interest = new EventInterest(Blobs: true, Pulls: true, headsArePulls, References: false);
        var subscriber = new PullSubscriber(
            new Mock<IRegistryReader>(MockBehavior.Strict).Object, new EventBridge(TimeProvider.System), interest,
            new PullRecorder(journal, backpressure: null, NullLogger<PullRecorder>.Instance), NullLogger<PullSubscriber>.Instance);

        subscriber.Handle(new ContentPull(App, Content, new CallContext { User = "alice" })
        {
            Manifest = isManifest ? Reference.To(Some.Tag) : null,
            IsHead = isHead,
            IsUnmodified = isUnmodified,
        });
        await journal.AppendAsync([SomeEvents.Push("team/app", "last")]);

        var told = (await journal.ReadAsync("test", 0, repository: null, 10)).SkipLast(1).ToList();
        Assert.Equal(events, told.Count);
        Assert.All(told, entry => Assert.Equal(("alice", isManifest ? "v1" : null), (entry.Event.Actor!.Name, entry.Event.Tag)));
    }

    [Fact]
    public async Task Manifest_that_cannot_be_read_drops_only_its_event()
    {
        await using var journal = SomeEvents.Journal(_folder["journal.db"]);
        await journal.OpenSinkAsync("test");
        var log = new CollectingLogger<PullSubscriber>();
        var content = new Mock<IRegistryReader>();
        content.SetupSequence(each => each.GetManifestAsync(App, Reference.To(Content.Digest), CancellationToken.None))
            .ThrowsAsync(new IOException("unreadable"))
            .ReturnsAsync(new ManifestContent(Content, "manifest"u8.ToArray()));
        var subscriber = new PullSubscriber(
            content.Object, new EventBridge(TimeProvider.System), new EventInterest(Blobs: true, Pulls: true, HeadsArePulls: true, References: true),
            new PullRecorder(journal, backpressure: null, NullLogger<PullRecorder>.Instance), log);

        var pull = new ContentPull(App, Content, new CallContext()) { Manifest = Reference.To(Some.Tag), IsHead = true };
        subscriber.Handle(pull);
        subscriber.Handle(pull);
        await journal.AppendAsync([SomeEvents.Push("team/app", "last")]);

        Assert.Equal("manifest", Assert.Single((await journal.ReadAsync("test", 0, repository: null, 10)).SkipLast(1)).Event.Manifest);
        Assert.Single(log.Lines);
    }

    public void Dispose() => _folder.Dispose();
}
#endif
