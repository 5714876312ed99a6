#if EXT_EVENTS
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Listening;
using Zot.Extensions.Events.Model;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events;

/// <summary>Tests that everything that is limited in number is also limited in bytes.</summary>
public sealed class JournalBytesTests : IAsyncLifetime
{
    private const int Large = 4 * 1024 * 1024;

    private readonly TemporaryDirectory _folder = new();
    private SqliteJournal _journal = null!;

    public ValueTask InitializeAsync()
    {
        _journal = SomeEvents.Journal(_folder["journal.db"]);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Push_of_a_large_manifest_by_46_tags_writes_it_once()
    {
        var manifest = new string('m', Large);
        await _journal.AppendAsync([.. Enumerable.Range(1, 46).Select(number => SomeEvents.Push($"{number}") with { Tag = $"t{number}", Manifest = manifest })]);

        Assert.InRange(_journal.Bytes, Large, 3 * Large); // the journal and its write-ahead log
        Assert.InRange(_journal.Size, 0, Large + (512 * 1024));
    }

    [Fact]
    public async Task Repeated_manifest_is_written_once_and_removed_with_its_last_event()
    {
        await _journal.OpenSinkAsync("hook");
        for (var number = 1; number <= 5; number++)
        {
            await _journal.AppendAsync([SomeEvents.Push($"{number}") with { Manifest = new string('m', Large) }]);
        }

        Assert.InRange(_journal.Size, Large, Large + (512 * 1024));
        await _journal.FinishAsync("hook", 5, 4, dead: null);
        await _journal.FinishAsync("hook", 4, 4, dead: null);
        Assert.Equal(4, await _journal.TrimAsync(SomeEvents.Time.AddDays(1), 10));
        Assert.InRange(_journal.Size, Large, Large + (512 * 1024));
        await _journal.FinishAsync("hook", 5, 5, dead: null);
        Assert.Equal(1, await _journal.TrimAsync(SomeEvents.Time.AddDays(1), 10));
        Assert.InRange(_journal.Size, 0, 512 * 1024);
    }

    [Fact]
    public async Task Read_ahead_holds_no_larger_manifests()
    {
        await _journal.OpenSinkAsync("hook");
        await _journal.AppendAsync([.. Enumerable.Range(1, 64).Select(static number => SomeEvents.Push($"{number}") with { Manifest = $"{number}{new string('m', 100_000)}" })]);

        var entries = await _journal.ReadAsync("hook", 0, repository: null, 100);

        Assert.Equal(64, entries.Count);
        Assert.All(entries, static entry => Assert.True(entry is { Event.Manifest: null, ManifestLength: > 100_000 } && entry.Length > entry.ManifestLength));
        Assert.True(_journal.BytesWaitingFor("hook") > 64 * 100_000);
    }

    [Fact]
    public async Task Pages_of_large_events_end_at_a_few_megabytes()
    {
        await _journal.OpenSinkAsync("hook");
        var damages = Enumerable.Range(0, 10_000).Select(static number => new EventDamage($"t{number}", AffectedBlob: null, new string('e', 90))).ToList();
        var scrubbed = SomeEvents.Push("x") with { Kind = EventKind.RepositoryScrubbed, Scrub = new EventScrub(1, 1, damages) };
        await _journal.AppendAsync([.. Enumerable.Range(1, 20).Select(number => scrubbed with { Id = $"{number}" })]);

        var (read, after) = (0, 0L);
        while (await _journal.ReadAsync("hook", after, repository: null, 256) is { Count: > 0 } page)
        {
            Assert.InRange(page.Sum(static entry => (long)entry.Length), 1, 6 * 1024 * 1024);
            (read, after) = (read + page.Count, page[^1].Sequence);
        }

        Assert.Equal(20, read);
    }

    [Fact]
    public async Task Attempts_with_large_manifests_are_serialized()
    {
        var sink = new CountingSink();
        await using var queue = new SinkQueue("hook", new ManifestSink(sink, _journal), new QueuePolicy(), _journal, TimeProvider.System, NullLogger<SinkQueue>.Instance);
        await queue.StartAsync();

        await _journal.AppendAsync([.. Enumerable.Range(1, 12).Select(static number => SomeEvents.Push($"{number}", $"r{number}") with { Manifest = $"{number}{new string('m', Large - 10)}" })]);
        await Eventually.HoldsAsync(() => Task.FromResult(_journal.WaitingFor("hook").Waiting == 0), "nothing is pending");

        Assert.Equal((12, 1), (sink.Written, sink.MostAtATime));
    }

    [Fact]
    public async Task Batches_end_at_a_few_megabytes()
    {
        var sink = new CountingSink();
        await _journal.OpenSinkAsync("hook");
        await _journal.AppendAsync([.. Enumerable.Range(1, 30).Select(static number => SomeEvents.Push($"{number}") with { Manifest = $"{number}{new string('m', 1024 * 1024)}" })]);
        await using var queue = new SinkQueue(
            "hook", new ManifestSink(sink, _journal), new QueuePolicy { BatchSize = 100, BatchWait = TimeSpan.FromMilliseconds(1) }, _journal,
            TimeProvider.System, NullLogger<SinkQueue>.Instance);
        await queue.StartAsync();

        await Eventually.HoldsAsync(() => Task.FromResult(_journal.WaitingFor("hook").Waiting == 0), "nothing is pending");

        Assert.Equal(30, sink.Written);
        Assert.InRange(sink.LargestBatch, 1, 4);
    }

    [Fact]
    public async Task Queue_reads_at_most_some_16_MiB_of_large_events()
    {
        const int Count = 48;
        var damages = Enumerable.Range(0, 10_000).Select(static number => new EventDamage($"t{number}", AffectedBlob: null, new string('e', 90))).ToList();
        var held = new HeldSink();
        await using var queue = Create("held", held);
        await using var other = Create("other", new CollectingSink());
        await queue.StartAsync();
        await other.StartAsync();

        await _journal.AppendAsync([.. Enumerable.Range(1, Count).Select(number => SomeEvents.Push($"{number}", $"r{number}") with
        {
            Kind = EventKind.RepositoryScrubbed,
            Scrub = new EventScrub(1, 1, damages),
        })]);

        // The other queue reads the same events: once it has delivered them, this one has read up to its limit.
        await Eventually.HoldsAsync(() => Task.FromResult(_journal.WaitingFor("other").Waiting == 0 && held.Bytes > Large), "the queues have read");
        Assert.InRange(held.Bytes, Large, 6 * Large);
        held.Release();
        await Eventually.HoldsAsync(() => Task.FromResult(_journal.WaitingFor("held").Waiting == 0), "nothing is pending");
        Assert.Equal(Count, held.Written);
    }

    [Fact]
    public void Pending_pulls_with_large_manifests_are_dropped_beyond_16_MiB()
    {
        var pulls = new PullRecorder(new HangingJournal(), backpressure: null, NullLogger<PullRecorder>.Instance);

        for (var number = 0; number < 100; number++)
        {
            pulls.Record(SomeEvents.Push($"{number}") with { Kind = EventKind.ManifestPulled, Manifest = new string('m', 1024 * 1024) });
        }

        Assert.Equal(92, pulls.Dropped);
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        _folder.Dispose();
    }

    private SinkQueue Create(string name, IEventSink sink) =>
        new(name, sink, new QueuePolicy(), _journal, TimeProvider.System, NullLogger<SinkQueue>.Instance);

    /// <summary>Blocks all writes until it is released.</summary>
    private sealed class HeldSink : IEventSink
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _bytes;
        private int _written;

        public long Bytes => Interlocked.Read(ref _bytes);

        public int Written => _written;

        public void Release() => _released.SetResult();

        public async ValueTask WriteAsync(IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken)
        {
            Interlocked.Add(ref _bytes, events.Sum(static entry => (long)entry.Length));
            await _released.Task.WaitAsync(cancellationToken);
            Interlocked.Add(ref _written, events.Count);
        }

        public ValueTask CloseAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    /// <summary>Never completes a write.</summary>
    private sealed class HangingJournal : IEventJournal
    {
        public IReadOnlyList<KeyValuePair<long, Intent>> OpenIntents => [];

        public ValueTask<long> BeginAsync(Intent intent) => new(new TaskCompletionSource<long>().Task);

        public ValueTask EndAsync(long intent, IReadOnlyList<RegistryEvent> events) => new(new TaskCompletionSource().Task);

        public ValueTask AppendAsync(IReadOnlyList<RegistryEvent> events) => new(new TaskCompletionSource().Task);

        public ValueTask<long> OpenSinkAsync(string sink) => ValueTask.FromResult(0L);

        public ValueTask<long> ForgetSinksAsync(IReadOnlyCollection<string> known) => ValueTask.FromResult(0L);

        public ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(string sink, long after, string? repository, int limit) =>
            ValueTask.FromResult<IReadOnlyList<JournalEntry>>([]);

        public ValueTask FinishAsync(string sink, long sequence, long position, DeadLetter? dead) => ValueTask.CompletedTask;

        public IDisposable Watch(Action written) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class CountingSink : IEventSink
    {
        private int _written;
        private int _now;
        private int _most;

        public int Written => _written;

        public int MostAtATime => _most;

        public int LargestBatch { get; private set; }

        public async ValueTask WriteAsync(IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken)
        {
            Assert.All(events, static entry => Assert.True(entry.Event.Manifest!.Length > 1024 * 1024));
            _most = Math.Max(_most, Interlocked.Increment(ref _now));
            await Task.Yield();
            LargestBatch = Math.Max(LargestBatch, events.Count);
            Interlocked.Decrement(ref _now);
            Interlocked.Add(ref _written, events.Count);
        }

        public ValueTask CloseAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
#endif
