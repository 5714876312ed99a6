#if EXT_EVENTS
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Configuration.Storage;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Listening;
using Zot.Extensions.Events.Model;
using Zot.Registry;
using Zot.Storage.Content;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events.Listening;

public sealed class EventingRegistryTests : IAsyncLifetime
{
    private static readonly RepositoryName App = RepositoryName.Parse("team/app");

    private static readonly EventInterest Interest = new(Blobs: true, Pulls: true, HeadsArePulls: false, References: false);

    private readonly TemporaryDirectory _folder = new();
    private SqliteJournal _journal = null!;
    private ContentStore _store = null!;
    private EventingRegistry _registry = null!;
    private PullRecorder _pulls = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await ContentStore.OpenAsync(
            new StorageOptions { RootDirectory = _folder["data"] }, NullLoggerFactory.Instance, TimeProvider.System, default);
        _journal = SomeEvents.Journal(_folder["journal.db"]);
        await _journal.OpenSinkAsync("test");
        _pulls = new PullRecorder(_journal, backpressure: null, NullLogger<PullRecorder>.Instance);
        _registry = Listen(_store.Registry);
    }

    [Fact]
    public async Task First_push_records_the_repository_and_then_the_image()
    {
        var image = await _registry.PushImageAsync(App, "v1");

        Assert.Equal(
            [
                ("RepositoryCreated", ""), ("BlobPushed", Some.Config().Digest.ToString()),
                ("BlobPushed", Some.Digest("layer").ToString()), ("ManifestPushed", "v1"),
            ],
            await ToldAsync());
        Assert.Equal(image.Digest.ToString(), (await LastAsync()).Target!.Digest);
    }

    [Fact]
    public async Task Push_of_existing_content_is_not_a_change()
    {
        await _registry.PushImageAsync(App, "v1");
        await _registry.PushImageAsync(App, "v1");

        Assert.False((await LastAsync()).IsChange);
    }

    [Fact]
    public async Task Deletion_of_a_digest_records_its_tags_in_order()
    {
        await _registry.PushImageAsync(App, "v2");
        var image = await _registry.PushImageAsync(App, "v1");
        var before = (await ToldAsync()).Count;

        await _registry.DeleteManifestAsync(App, Reference.To(image.Digest), default);

        Assert.Equal(
            [("ManifestDeleted", image.Digest.ToString()), ("TagDeleted", "v1"), ("TagDeleted", "v2")],
            (await ToldAsync()).Skip(before));
    }

    [Fact]
    public async Task Push_of_existing_content_that_is_rejected_is_no_event()
    {
        var image = await _registry.PushImageAsync(App, "v1");
        await _registry.PushImageAsync(App, "v2", "other");
        var before = (await ToldAsync()).Count;
        var content = (await _store.Registry.GetManifestAsync(App, Reference.To(image.Digest), default))!.Content;
        var push = new ManifestPush(App, Reference.Parse("v2"), MediaTypes.OciManifest, content);

        await Refusal.IsAsync(
            RegistryError.Denied, async () => await Listen(new RejectingRegistry(_store.Registry)).PushManifestAsync(push, default));

        Assert.Equal(before, (await ToldAsync()).Count);
        Assert.NotNull(await _store.Registry.FindManifestAsync(App, Reference.To(image.Digest), default));
    }

    [Fact]
    public async Task Deletion_whose_events_exceed_the_limit_is_rejected_and_writes_nothing()
    {
        for (var tag = 0; tag < 10; tag++)
        {
            await _registry.PushImageAsync(App, $"v{tag}");
        }

        var image = (await _registry.FindManifestAsync(App, Reference.Parse("v0"), default))!;
        var before = (await ToldAsync()).Count;
        var bounded = Listen(_store.Registry, maxDeletionBytes: 1_000);

        var refusal = await Refusal.IsAsync(
            RegistryError.ManifestCollision, async () => await bounded.DeleteManifestAsync(App, Reference.To(image.Digest), default));

        Assert.Contains("10 tags share it", refusal.Detail.Reason, StringComparison.Ordinal);
        Assert.Equal(before, (await ToldAsync()).Count);
        Assert.Equal(10, (await _store.Registry.ListTagsAsync(App, default))!.Count);
        Assert.True(await bounded.DeleteManifestAsync(App, Reference.Parse("v0"), default));
        Assert.True(await Listen(_store.Registry, maxDeletionBytes: 1_000_000).DeleteManifestAsync(App, Reference.To(image.Digest), default));
    }

    [Fact]
    public async Task Rejected_change_records_no_event()
    {
        var absent = Some.Image(layers: [Some.Layer("never pushed")]);
        var push = new ManifestPush(App, Reference.To(Some.Tag), MediaTypes.OciManifest, absent);

        await Assert.ThrowsAsync<RegistryException>(async () => await _registry.PushManifestAsync(push, default));
        await _registry.DeleteManifestAsync(App, Reference.To(Some.Tag), default);

        Assert.DoesNotContain(await ToldAsync(), static told => told.Kind is "ManifestPushed" or "TagDeleted");
        await _journal.DisposeAsync();
        _journal = SomeEvents.Journal(_folder["journal.db"]);
        Assert.Empty(_journal.OpenIntents);
    }

    [Fact]
    public async Task Pull_is_recorded_asynchronously()
    {
        await _registry.PushImageAsync(App, "v1");

        await PullAsync(Reference.To(Some.Tag));

        await Eventually.HoldsAsync(async () => (await LastAsync()).Kind == EventKind.ManifestPulled, "the pull was written");
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task Only_responses_with_content_are_pulls(bool isUnmodified, int pulls)
    {
        var image = await _registry.PushImageAsync(App, "v1");
        for (var round = 0; round < 5; round++)
        {
            await PullAsync(Reference.To(image.Digest), isUnmodified: isUnmodified);
            await PullBlobAsync("layer", isUnmodified);
        }

        // A HEAD request is not a pull; nor is a read without a request.
        await PullAsync(Reference.To(image.Digest), isHead: true);
        await _registry.GetManifestAsync(App, Reference.To(image.Digest), default);
        await _registry.PushImageAsync(App, "v2");

        var told = (await ToldAsync()).Select(static told => told.Kind).ToList();
        Assert.Equal((5 * pulls, 5 * pulls), (told.Count(static kind => kind == "ManifestPulled"), told.Count(static kind => kind == "BlobPulled")));
    }

    [Fact]
    public async Task Life_cycle_of_an_image_records_each_part_once()
    {
        var tag = Reference.To(Tag.Parse("v1"));
        await _registry.PushBlobsAsync(App, "{}", "layer", "another");
        foreach (var text in new[] { "{}", "layer", "another" })
        {
            await PullBlobAsync(text);
        }

        var image = await _registry.PushManifestAsync(App, "v1", Some.Image(layers: [Some.Layer("layer")]));
        await PullAsync(tag);
        await _registry.DeleteManifestAsync(App, tag, default);
        await _registry.DeleteManifestAsync(App, Reference.To(image.Digest), default);
        foreach (var text in new[] { "{}", "layer", "another" })
        {
            await _registry.DeleteBlobAsync(App, Some.Digest(text), default);
        }

        Assert.Equal(
            [
                ("BlobDeleted", 3), ("BlobPulled", 3), ("BlobPushed", 3), ("ManifestDeleted", 1), ("ManifestPulled", 1), ("ManifestPushed", 1),
                ("RepositoryCreated", 1), ("TagDeleted", 1),
            ],
            (await ToldAsync()).GroupBy(static told => told.Kind).Select(static group => (group.Key, group.Count())).Order());
    }

    [Fact]
    public async Task Pull_is_recorded_in_order_between_changes()
    {
        for (var round = 0; round < 5; round++)
        {
            var image = await _registry.PushImageAsync(App, "v1", $"layer {round}");
            await PullAsync(Reference.To(image.Digest));
        }

        await Eventually.HoldsAsync(async () => (await LastAsync()).Kind == EventKind.ManifestPulled, "the last pull was written");
        Assert.Equal(
            Enumerable.Repeat(new[] { "ManifestPushed", "ManifestPulled" }, 5).SelectMany(static pair => pair),
            (await ToldAsync()).Select(static told => told.Kind).Where(static kind => kind.StartsWith("Manifest", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Push_whose_outcome_cannot_be_written_fails_and_is_recorded_later()
    {
        await _registry.PushBlobsAsync(App, "{}", "layer");
        var full = new FullJournal(_journal);
        var registry = Listen(_store.Registry, full);

        full.IsFull = true;
        var refusal = await Assert.ThrowsAsync<RegistryException>(async () => await registry.PushManifestAsync(App, "v1", Some.Image(layers: [Some.Layer("layer")])));
        Assert.Equal(RegistryError.Unavailable, refusal.Error);
        await Assert.ThrowsAsync<RegistryException>(async () => await registry.DeleteManifestAsync(App, Reference.To(Tag.Parse("v1")), default));
        full.IsFull = false;
        await registry.DeleteManifestAsync(App, Reference.To(Tag.Parse("v1")), default);

        Assert.Equal([("ManifestPushed", "v1"), ("TagDeleted", "v1")], (await ToldAsync()).TakeLast(2));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Crash_during_a_push_is_resolved_from_the_stored_content(bool wasStored)
    {
        var crashing = Listen(new CrashingRegistry(_store.Registry, wasStored), new CrashedJournal(_journal));
        await _registry.PushImageAsync(App, "v0", "another");
        var image = Some.Image();
        await _registry.PushBlobsAsync(App, "{}");
        var before = (await ToldAsync()).Count;
        var push = new ManifestPush(App, Reference.To(Some.Tag), MediaTypes.OciManifest, image);

        await Assert.ThrowsAsync<TimeoutException>(async () => await crashing.PushManifestAsync(push, default));
        await _journal.DisposeAsync();
        _journal = SomeEvents.Journal(_folder["journal.db"]);
        await Recorder(_store.Registry, _journal).RecoverAsync();

        Assert.Equal(wasStored ? [("ManifestPushed", "v1")] : [], (await ToldAsync()).Skip(before));
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(UnauthorizedAccessException))]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(FormatException))]
    public async Task Change_that_cannot_be_resolved_is_left_to_the_next_start_and_the_others_are_resolved(Type exception)
    {
        var image = await _store.Registry.PushImageAsync(App, "v1");
        var target = new EventDescriptor(MediaTypes.OciManifest, image.Digest.ToString(), 1);
        foreach (var repository in new[] { "team/bad", "team/app" })
        {
            await _journal.BeginAsync(new Intent(
                SomeEvents.Push(repository, repository) with { Target = target, Tag = null }, [new IntendedTag("v1", Before: null)], IsNewRepository: false));
        }

        await ReopenAsync();
        await Recorder(new UnreadableRegistry(_store.Registry, exception), _journal).RecoverAsync();

        Assert.Equal([("ManifestPushed", "v1")], await ToldAsync());
        await ReopenAsync();
        Assert.Equal("team/bad", Assert.Single(_journal.OpenIntents).Value.Event.Repository);
    }

    [Fact]
    public void Text_from_the_client_is_truncated_in_events()
    {
        var call = new CallContext
        {
            Request = new CallRequest("id", "", new string('h', 60_000), new string('M', 60_000), new string('a', 60_000), "http"),
        };

        var request = Bridge().Create(EventKind.ManifestPushed, App, call).Request!;

        Assert.Equal((1024, 1024, 1024), (request.UserAgent.Length, request.Host.Length, request.Method.Length));
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    // Acts like the endpoint, which publishes what it sends.
    private async Task PullAsync(Reference reference, bool isHead = false, bool isUnmodified = false)
    {
        var found = (await _registry.GetManifestAsync(App, reference, default))!;
        Pulls().Handle(new ContentPull(App, found.Descriptor, new CallContext())
        {
            Manifest = reference,
            Bytes = isHead ? null : found.Content,
            IsHead = isHead,
            IsUnmodified = isUnmodified,
        });
    }

    private async Task PullBlobAsync(string text, bool isUnmodified = false)
    {
        var found = (await _registry.FindBlobAsync(App, Some.Digest(text), default))!;
        Pulls().Handle(new ContentPull(App, found, new CallContext()) { IsUnmodified = isUnmodified });
    }

    private PullSubscriber Pulls() => new(_registry, Bridge(), Interest, _pulls, NullLogger<PullSubscriber>.Instance);

    private async Task ReopenAsync()
    {
        await _journal.DisposeAsync();
        _journal = SomeEvents.Journal(_folder["journal.db"]);
    }

    private static EventBridge Bridge() => new(TimeProvider.System);

    private static ChangeRecorder Recorder(IRegistry content, IEventJournal journal) =>
        new(journal, new IntentResolver(content, Bridge()), backpressure: null, NullLogger<ChangeRecorder>.Instance);

    private EventingRegistry Listen(
        IRegistry content, IEventJournal? journal = null, long maxDeletionBytes = EventingRegistry.DefaultMaxDeletionBytes) => new(
        content, Recorder(content, journal ?? _journal), Bridge(), Interest)
        {
            MaxDeletionBytes = maxDeletionBytes,
        };

    private async Task<List<(string Kind, string Reference)>> ToldAsync() =>
        [.. (await _journal.ReadAsync("test", 0, repository: null, 100)).Select(static entry => (entry.Event.Kind.ToString(), entry.Event.Reference))];

    private async Task<RegistryEvent> LastAsync() => (await _journal.ReadAsync("test", 0, repository: null, 100))[^1].Event;

    /// <summary>Crashes during a push, before or after the content is stored.</summary>
    private sealed class CrashingRegistry(IRegistry inner, bool stores) : DelegatingRegistry(inner)
    {
        public override async ValueTask<PushedManifest> PushManifestAsync(ManifestPush push, CancellationToken cancellationToken)
        {
            if (stores)
            {
                await Inner.PushManifestAsync(push, cancellationToken);
            }

            throw new TimeoutException();
        }
    }

    /// <summary>Contains one repository that cannot be read.</summary>
    private sealed class UnreadableRegistry(IRegistry inner, Type exception) : DelegatingRegistry(inner)
    {
        public override ValueTask<ManifestContent?> GetManifestAsync(
            RepositoryName repository, Reference reference, CancellationToken cancellationToken) =>
            repository == App ? Inner.GetManifestAsync(repository, reference, cancellationToken) : throw (Exception)Activator.CreateInstance(exception)!;
    }

    /// <summary>Accepts an intent, and fails every write after it.</summary>
    private sealed class FullJournal(IEventJournal inner) : IEventJournal
    {
        public bool IsFull { get; set; }

        public IReadOnlyList<KeyValuePair<long, Intent>> OpenIntents => inner.OpenIntents;

        public ValueTask<long> BeginAsync(Intent intent) => inner.BeginAsync(intent);

        public ValueTask EndAsync(long intent, IReadOnlyList<RegistryEvent> events) =>
            IsFull ? throw new JournalException("full", new IOException()) : inner.EndAsync(intent, events);

        public ValueTask AppendAsync(IReadOnlyList<RegistryEvent> events) => inner.AppendAsync(events);

        public ValueTask<long> OpenSinkAsync(string sink) => inner.OpenSinkAsync(sink);

        public ValueTask<long> ForgetSinksAsync(IReadOnlyCollection<string> known) => inner.ForgetSinksAsync(known);

        public ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(string sink, long after, string? repository, int limit) =>
            inner.ReadAsync(sink, after, repository, limit);

        public ValueTask FinishAsync(string sink, long sequence, long position, DeadLetter? dead) =>
            inner.FinishAsync(sink, sequence, position, dead);

        public IDisposable Watch(Action written) => inner.Watch(written);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>Fails to write outcomes, as if the process had been killed before.</summary>
    private sealed class CrashedJournal(IEventJournal inner) : IEventJournal
    {
        public IReadOnlyList<KeyValuePair<long, Intent>> OpenIntents => [];

        public ValueTask<long> BeginAsync(Intent intent) => inner.BeginAsync(intent);

        public ValueTask EndAsync(long intent, IReadOnlyList<RegistryEvent> events) => throw new TimeoutException();

        public ValueTask AppendAsync(IReadOnlyList<RegistryEvent> events) => ValueTask.CompletedTask;

        public ValueTask<long> OpenSinkAsync(string sink) => ValueTask.FromResult(0L);

        public ValueTask<long> ForgetSinksAsync(IReadOnlyCollection<string> known) => ValueTask.FromResult(0L);

        public ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(string sink, long after, string? repository, int limit) =>
            ValueTask.FromResult<IReadOnlyList<JournalEntry>>([]);

        public ValueTask FinishAsync(string sink, long sequence, long position, DeadLetter? dead) => ValueTask.CompletedTask;

        public IDisposable Watch(Action written) => inner.Watch(written);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
#endif
