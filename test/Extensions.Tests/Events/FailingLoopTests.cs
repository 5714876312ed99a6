#if EXT_EVENTS
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Xunit;
using Zot.Client.Retries;
using Zot.Configuration;
using Zot.Configuration.Extensions;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Listening;
using Zot.Extensions.Events.Model;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events;

/// <summary>
/// Tests every loop over events, sinks or intents: one item fails with any exception, and the
/// others are still processed.
/// </summary>
public sealed class FailingLoopTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _folder = new();
    private SqliteJournal _journal = null!;

    public static TheoryData<Type> Exceptions => new(
        typeof(InvalidOperationException), typeof(UriFormatException), typeof(FormatException), typeof(NullReferenceException),
        typeof(KeyNotFoundException), typeof(ArgumentException), typeof(IOException), typeof(ObjectDisposedException),
        typeof(OperationCanceledException), typeof(TaskCanceledException), typeof(InvalidCastException), typeof(NotSupportedException),
        typeof(DecoderFallbackException), typeof(TimeoutException));

    public ValueTask InitializeAsync()
    {
        _journal = SomeEvents.Journal(_folder["journal.db"]);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public async Task Event_that_fails_becomes_a_dead_letter_and_the_others_are_delivered(Type exception)
    {
        foreach (var ordering in Enum.GetValues<Ordering>())
        {
            var name = $"sink {ordering}";
            var sink = Poisoned(exception);
            await using var queue = await StartAsync(name, sink, new QueuePolicy { Ordering = ordering });
            await _journal.AppendAsync([Event($"{ordering}1"), Event($"{ordering}poison"), Event($"{ordering}2"), Event($"{ordering}3", "other")]);
            await Eventually.HoldsAsync(() => Task.FromResult(_journal.WaitingFor(name).Waiting == 0), "nothing is pending");

            Assert.Equal([$"{ordering}1", $"{ordering}2", $"{ordering}3"], sink.Taken.Select(static entry => entry.Event.Id).Order());
            Assert.Contains(exception.Name, Assert.Single(_journal.ReadDead(name, id: null, 10)).Reason, StringComparison.Ordinal);
            Assert.False(queue.IsFailing);
        }
    }

    [Fact]
    public async Task Event_that_fails_in_a_batch_is_the_only_dead_letter()
    {
        await _journal.OpenSinkAsync("hook");
        await _journal.AppendAsync([.. Enumerable.Range(0, 10).Select(static number => Event(number == 4 ? "poison" : $"{number}"))]);
        var sink = new CollectingSink();
        var policy = new RetryPolicy(Threshold: 3, TimeSpan.FromMilliseconds(1)) { Floor = TimeSpan.Zero };
        using var retrying = Retrying(new RefusingBatches(sink), policy);
        await using var queue = await StartAsync("hook", retrying, new QueuePolicy { BatchSize = 10, BatchWait = TimeSpan.FromMilliseconds(1) });

        await Eventually.HoldsAsync(() => Task.FromResult(_journal.WaitingFor("hook").Waiting == 0), "nothing is pending");

        Assert.Equal(["0", "1", "2", "3", "5", "6", "7", "8", "9"], sink.Taken.Select(static entry => entry.Event.Id));
        Assert.Equal("poison", Assert.Single(_journal.ReadDead("hook", id: null, 10)).Entry.Event.Id);
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public async Task Retrier_with_the_upstream_policy_dead_letters_an_event_that_the_registry_fails_to_send(Type exception)
    {
        var policy = RetryPolicy.Upstream(threshold: 3, TimeSpan.FromMilliseconds(1));
        var sink = Poisoned(exception);
        using var retrying = Retrying(sink, policy);
        await using var queue = await StartAsync("hook", retrying, new QueuePolicy { Ordering = Ordering.Endpoint });

        await _journal.AppendAsync([Event("1"), Event("poison"), Event("2")]);
        await Eventually.HoldsAsync(() => Task.FromResult(_journal.WaitingFor("hook").Waiting == 0), "nothing is pending");

        Assert.Equal(["1", "2"], sink.Taken.Select(static entry => entry.Event.Id));
        Assert.Equal(RetryPolicy.MaxFailures, Assert.Single(_journal.ReadDead("hook", id: null, 10)).Attempts);
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public async Task Replay_of_an_event_that_fails_makes_it_a_dead_letter_and_delivers_the_others(Type exception)
    {
        await _journal.OpenSinkAsync("hook");
        await _journal.AppendAsync([Event("1"), Event("poison"), Event("2")]);
        await _journal.FinishAsync("hook", 3, 3, dead: null);
        await _journal.RequeueAsync("hook", new ReplaySelection { FromSequence = 1 });
        var sink = Poisoned(exception);
        await using var replays = new ReplayQueue("hook", sink, _journal, TimeProvider.System, NullLogger<ReplayQueue>.Instance);

        replays.Start();
        await Eventually.HoldsAsync(() => Task.FromResult(sink.Taken.Count == 2 && _journal.ReadRequeued("hook", 10).Count == 0), "the others arrived");

        Assert.Equal("poison", Assert.Single(_journal.ReadDead("hook", id: null, 10)).Entry.Event.Id);
    }

    [Fact]
    public async Task Filter_that_fails_for_an_event_drops_only_that_event()
    {
        var sink = new CollectingSink();
        var filter = new FilteringSink(sink, static happened => happened.Id == "poison" ? throw new InvalidOperationException("no") : true);
        await using var queue = await StartAsync("hook", filter, new QueuePolicy());

        await _journal.AppendAsync([Event("1"), Event("poison"), Event("2")]);
        await Eventually.HoldsAsync(() => Task.FromResult(_journal.WaitingFor("hook").Waiting == 0), "nothing is pending");

        Assert.Equal(["1", "2"], sink.Taken.Select(static entry => entry.Event.Id));
        Assert.Equal(1, _journal.CountDead("hook"));
    }

    [Fact]
    public async Task Queue_with_a_temporarily_failing_journal_reports_it_and_recovers()
    {
        var journal = new FlakyJournal(_journal);
        var sink = new CollectingSink();
        await using var queue = new SinkQueue("hook", sink, new QueuePolicy(), journal, new HurriedTime(), NullLogger<SinkQueue>.Instance);
        await queue.StartAsync();
        journal.IsFailing = true;

        await _journal.AppendAsync([Event("1"), Event("2"), Event("3", "other")]);
        await Eventually.HoldsAsync(() => Task.FromResult(queue.IsFailing), "the queue reports the failure");
        journal.IsFailing = false;
        await Eventually.HoldsAsync(() => Task.FromResult(_journal.WaitingFor("hook").Waiting == 0 && !queue.IsFailing), "all arrived");

        Assert.Equal(["1", "2", "3"], sink.Taken.Select(static entry => entry.Event.Id).Order());
    }

    [Fact]
    public async Task Writer_fails_only_the_failing_write_and_commits_the_rest_of_its_group()
    {
        using var writer = new JournalWriter(
            JournalFile.Open(_folder["group.db"], isDurable: false, TimeProvider.System, NullLogger.Instance),
            isDurable: false, TimeProvider.System, static () => { }, static _ => { });
        var records = JournalRecord.Of([.. Enumerable.Range(0, 64).Select(static number => Event(number % 8 == 0 ? "twice" : $"{number}"))]);
        List<Task<long>> writes = [];
        var client = new Thread(() => writes.AddRange(records.Select(record => writer.WriteAsync(statements => statements.Append(record)))));

        // While the writer is blocked, all writes are queued and form one group.
        writer.Alone(() =>
        {
            client.Start();
            client.Join();
        });
        var written = await Task.WhenAll(writes.Select(static async write =>
        {
            try
            {
                await write;
                return true;
            }
            catch (JournalException)
            {
                return false;
            }
        }));

        Assert.All(written.Index(), static each => Assert.Equal(each.Index % 8 != 0 || each.Index == 0, each.Item));
    }

    [Fact]
    public async Task Limits_of_other_sinks_are_enforced_when_those_of_one_fail()
    {
        var policy = new QueuePolicy { MaxEvents = 1, OnFull = OnFull.RejectWrites };
        await using var sound = new SinkQueue("sound", new CollectingSink(), policy, _journal, TimeProvider.System, NullLogger<SinkQueue>.Instance);
        await _journal.OpenSinkAsync("sound");
        await _journal.AppendAsync([Event("1"), Event("2")]);
        using var backpressure = new Backpressure(0, _journal, _journal, TimeProvider.System, NullLogger<Backpressure>.Instance);
        var closed = SomeEvents.Journal(_folder["other.db"]);
        await using var lost = new SinkQueue("lost", new CollectingSink(), policy, closed, TimeProvider.System, NullLogger<SinkQueue>.Instance);
        await closed.DisposeAsync();
        backpressure.Watch(new SinkLimit(policy, lost, closed, closed, TimeProvider.System, NullLogger<SinkLimit>.Instance));
        backpressure.Watch(new SinkLimit(policy, sound, _journal, _journal, TimeProvider.System, NullLogger<SinkLimit>.Instance));

        await backpressure.LookAsync();

        Assert.Contains("sound", backpressure.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public async Task Unreadable_journal_does_not_stop_the_registry_through_background_services(Type exception)
    {
        var queries = new Mock<IJournalQueries>();
        queries.Setup(static journal => journal.IsWritable).Returns(value: true);
        queries.Setup(static journal => journal.TrimAsync(It.IsAny<DateTimeOffset>(), It.IsAny<int>())).Throws(() => Create(exception));
        queries.Setup(static journal => journal.Size).Throws(() => Create(exception));
        var (trims, looks) = (new CollectingLogger<JournalRetention>(), new CollectingLogger<Backpressure>());
        using var retention = new JournalRetention(queries.Object, Options(), TimeProvider.System, trims);
        using var backpressure = new Backpressure(1, _journal, queries.Object, TimeProvider.System, looks);

        await retention.StartAsync(TestContext.Current.CancellationToken);
        await backpressure.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => Task.FromResult(!trims.Lines.IsEmpty && !looks.Lines.IsEmpty), "both failed");

        Assert.False(retention.ExecuteTask!.IsCompleted || backpressure.ExecuteTask!.IsCompleted);
        await retention.StopAsync(TestContext.Current.CancellationToken);
        await backpressure.StopAsync(TestContext.Current.CancellationToken);
        Assert.False(retention.ExecuteTask.IsFaulted || backpressure.ExecuteTask!.IsFaulted);
    }

    [Fact]
    public async Task Sink_that_fails_to_stop_does_not_prevent_others_from_stopping()
    {
        var (stubborn, sound) = (new Closing(fails: true), new Closing(fails: false));
        var logger = new CollectingLogger<Broadcaster>();

        await new Broadcaster(null!, _journal, null!, logger).StopAsync([Handle("stubborn", stubborn), Handle("sound", sound)]);

        Assert.True(sound.IsClosed);
        Assert.Contains("stubborn", Assert.Single(logger.Lines), StringComparison.Ordinal);
    }

    private SinkHandle Handle(string name, IEventSink sink) => new(
        new SinkQueue(name, sink, new QueuePolicy(), _journal, TimeProvider.System, NullLogger<SinkQueue>.Instance),
        new ReplayQueue(name, sink, _journal, TimeProvider.System, NullLogger<ReplayQueue>.Instance),
        sink,
        new CircuitBreaker(threshold: 3, TimeSpan.FromSeconds(1), TimeProvider.System))
    {
        Failure = new LastFailure(TimeProvider.System),
    };

    private sealed class Closing(bool fails) : IEventSink
    {
        public bool IsClosed { get; private set; }

        public ValueTask WriteAsync(IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask CloseAsync(CancellationToken cancellationToken)
        {
            IsClosed = !fails;
            return fails ? throw new InvalidOperationException("no") : ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task Pull_that_cannot_be_written_is_dropped_and_counted()
    {
        var pulls = new PullRecorder(new FlakyJournal(_journal) { IsFailing = true }, backpressure: null, NullLogger<PullRecorder>.Instance);

        pulls.Record(Event("1") with { Kind = EventKind.ManifestPulled });

        await Eventually.HoldsAsync(() => Task.FromResult(pulls.Dropped == 1), "the pull is counted");
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        _folder.Dispose();
    }

    private static ZotOptions Options() => new() { Extensions = new ExtensionsOptions { Events = new EventsOptions { Enable = true } } };

    private static RegistryEvent Event(string id, string repository = "team/app") => SomeEvents.Push(id, repository);

    private static CollectingSink Poisoned(Type exception) =>
        new(entry => entry.Event.Id.EndsWith("poison", StringComparison.Ordinal) ? Create(exception) : null);

    private static Exception Create(Type exception) =>
        (Exception)Activator.CreateInstance(exception, exception == typeof(ObjectDisposedException) ? ["it"] : [])!;

    private static RetryingSink Retrying(IEventSink sink, RetryPolicy policy) => new(
        "hook", sink, policy, new CircuitBreaker(policy.Threshold, policy.Backoff, TimeProvider.System), new Random(1), TimeProvider.System, NullLogger<RetryingSink>.Instance);

    private async Task<SinkQueue> StartAsync(string name, IEventSink sink, QueuePolicy policy)
    {
        var queue = new SinkQueue(name, sink, policy, _journal, TimeProvider.System, NullLogger<SinkQueue>.Instance);
        await queue.StartAsync();
        return queue;
    }

    /// <summary>Accepts or rejects a batch as a whole.</summary>
    private sealed class RefusingBatches(CollectingSink inner) : IEventSink
    {
        public ValueTask WriteAsync(IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken) =>
            events.Any(static entry => entry.Event.Id == "poison") ? throw new InvalidOperationException("no") : inner.WriteAsync(events, cancellationToken);

        public ValueTask CloseAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    /// <summary>Completes delays immediately.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : dueTime, period);
    }

    /// <summary>Fails like a journal on a failing disk.</summary>
    private sealed class FlakyJournal(IEventJournal inner) : IEventJournal
    {
        public bool IsFailing { get; set; }

        public IReadOnlyList<KeyValuePair<long, Intent>> OpenIntents => inner.OpenIntents;

        public ValueTask<long> BeginAsync(Intent intent) => Of(inner).BeginAsync(intent);

        public ValueTask EndAsync(long intent, IReadOnlyList<RegistryEvent> events) => Of(inner).EndAsync(intent, events);

        public ValueTask AppendAsync(IReadOnlyList<RegistryEvent> events) => Of(inner).AppendAsync(events);

        public ValueTask<long> OpenSinkAsync(string sink) => inner.OpenSinkAsync(sink);

        public ValueTask<long> ForgetSinksAsync(IReadOnlyCollection<string> known) => inner.ForgetSinksAsync(known);

        public ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(string sink, long after, string? repository, int limit) =>
            Of(inner).ReadAsync(sink, after, repository, limit);

        public ValueTask FinishAsync(string sink, long sequence, long position, DeadLetter? dead) =>
            Of(inner).FinishAsync(sink, sequence, position, dead);

        public IDisposable Watch(Action written) => inner.Watch(written);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private IEventJournal Of(IEventJournal journal) => IsFailing ? throw new UnauthorizedAccessException("no") : journal;
    }
}
#endif
