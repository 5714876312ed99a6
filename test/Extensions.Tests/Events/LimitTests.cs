#if EXT_EVENTS
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Model;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events;

public sealed class LimitTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _folder = new();
    private readonly TaskCompletionSource _gate = new();
    private readonly List<string> _taken = [];
    private SqliteJournal _journal = null!;

    public ValueTask InitializeAsync()
    {
        _journal = SomeEvents.Journal(_folder["journal.db"]);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Pulls_are_dropped_at_the_limit_and_changes_are_not()
    {
        await using var queue = await StartAsync(new QueuePolicy { MaxEvents = 20 });
        using var backpressure = Watch(queue, new QueuePolicy { MaxEvents = 20 }, out var limit);
        await _journal.AppendAsync([.. Enumerable.Range(0, 40).Select(static number => number % 2 == 0 ? Pull($"{number}") : SomeEvents.Push($"{number}"))]);

        await backpressure.LookAsync();
        await backpressure.LookAsync();
        Assert.True(_journal.WaitingFor("hook").Waiting <= 21);
        _gate.SetResult();
        await Eventually.HoldsAsync(() => Task.FromResult(_journal.WaitingFor("hook").Waiting == 0), "nothing waits");

        Assert.True(limit.Dropped is >= 19 and <= 20, $"{limit.Dropped}");
        Assert.Equal(20, Taken.Count(static id => int.Parse(id, null) % 2 == 1));
        Assert.Empty(_journal.ReadDead("hook", id: null, 100));
        Assert.Null(backpressure.Reason);
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(0, 1)]
    public async Task Oldest_events_become_replayable_dead_letters_at_the_limit(int maxEvents, int maxBytes)
    {
        var policy = new QueuePolicy { MaxEvents = maxEvents, MaxBytes = maxBytes, OnFull = OnFull.DropOldest };
        await using var queue = await StartAsync(policy);
        using var backpressure = Watch(queue, policy, out var limit);
        await _journal.AppendAsync([SomeEvents.Push("0")]);
        await Eventually.HoldsAsync(() => Task.FromResult(queue.IsUnderWay(Entry(1))), "the first event is being delivered");
        await _journal.AppendAsync([.. Enumerable.Range(1, 99).Select(static number => SomeEvents.Push($"{number}"))]);

        await backpressure.LookAsync();
        var dead = _journal.ReadDead("hook", id: null, 1000);
        _gate.SetResult();
        await Eventually.HoldsAsync(() => Task.FromResult(_journal.WaitingFor("hook").Waiting == 0), "nothing waits");

        Assert.Equal(dead.Count, limit.Dropped);
        Assert.True(dead.Count >= 89 && dead[0].Entry.Event.Id == "1", $"{dead.Count}");
        Assert.Equal(Enumerable.Range(0, 100).Select(static number => $"{number}").Except(dead.Select(static letter => letter.Entry.Event.Id)), Taken);
        Assert.Equal(dead.Count, await _journal.RequeueAsync("hook", new ReplaySelection { DeadOnly = true }));
    }

    [Fact]
    public async Task Changes_are_rejected_at_the_limit_until_events_are_delivered()
    {
        var policy = new QueuePolicy { MaxEvents = 5, OnFull = OnFull.RejectWrites };
        await using var queue = await StartAsync(policy);
        using var backpressure = Watch(queue, policy, out _);
        await _journal.AppendAsync([.. Enumerable.Range(0, 5).Select(static number => SomeEvents.Push($"{number}"))]);

        await backpressure.LookAsync();
        Assert.Equal("the limit of pending events is reached for hook", backpressure.Reason);
        _gate.SetResult();
        await Eventually.HoldsAsync(() => Task.FromResult(_journal.WaitingFor("hook").Waiting == 0), "nothing waits");
        await backpressure.LookAsync();

        Assert.Null(backpressure.Reason);
        Assert.Equal(5, Taken.Count);
    }

    [Fact]
    public async Task Journal_at_its_maximum_size_removes_replayable_events_and_then_rejects_changes()
    {
        const int MaxBytes = 512 * 1024;
        static RegistryEvent Large(int number) => SomeEvents.Push($"{number}") with { Manifest = $"{number}{new string('x', 10_000)}" };
        await _journal.OpenSinkAsync("hook");
        using var backpressure = new Backpressure(MaxBytes, _journal, _journal, TimeProvider.System, NullLogger<Backpressure>.Instance);
        await _journal.AppendAsync([.. Enumerable.Range(0, 100).Select(Large)]);

        await backpressure.LookAsync();
        Assert.NotNull(backpressure.Reason);
        await _journal.FinishAsync("hook", sequence: 100, position: 100, dead: null);
        await backpressure.LookAsync();

        Assert.Null(backpressure.Reason);
        Assert.True(_journal.Size < MaxBytes);
    }

    [Fact]
    public async Task Expired_dead_letters_are_removed()
    {
        await _journal.OpenSinkAsync("hook");
        await _journal.AppendAsync([SomeEvents.Push("1"), SomeEvents.Push("2")]);
        var entries = await _journal.ReadAsync("hook", 0, repository: null, 2);
        await _journal.FinishAsync("hook", 1, 1, new DeadLetter("hook", entries[0], 1, SomeEvents.Time, SomeEvents.Time, "no"));
        await _journal.FinishAsync("hook", 2, 2, new DeadLetter("hook", entries[1], 1, SomeEvents.Time, SomeEvents.Time.AddHours(2), "no"));

        Assert.Equal(1, await _journal.TrimDeadAsync("hook", SomeEvents.Time.AddHours(1)));

        Assert.Equal("2", Assert.Single(_journal.ReadDead("hook", id: null, 10)).Entry.Event.Id);
    }

    [Fact]
    public async Task Sink_that_is_no_longer_configured_retains_no_events()
    {
        await _journal.OpenSinkAsync("gone");
        await _journal.OpenSinkAsync("here");
        await _journal.AppendAsync([SomeEvents.Push("1")]);
        await _journal.FinishAsync("here", 1, 1, dead: null);
        Assert.Equal(0, await _journal.TrimAsync(DateTimeOffset.MaxValue, 10));

        Assert.Equal(1, await _journal.ForgetSinksAsync(["here"]));

        Assert.Equal(1, await _journal.TrimAsync(DateTimeOffset.MaxValue, 10));
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        _folder.Dispose();
    }

    private IReadOnlyList<string> Taken
    {
        get
        {
            lock (_taken)
            {
                return [.. _taken];
            }
        }
    }

    private static RegistryEvent Pull(string id) => SomeEvents.Push(id) with { Kind = EventKind.ManifestPulled };

    private static JournalEntry Entry(long sequence) => new(sequence, sequence, SomeEvents.Push("1"));

    private Backpressure Watch(SinkQueue queue, QueuePolicy policy, out SinkLimit limit)
    {
        limit = new SinkLimit(policy, queue, _journal, _journal, TimeProvider.System, NullLogger<SinkLimit>.Instance);
        var backpressure = new Backpressure(0, _journal, _journal, TimeProvider.System, NullLogger<Backpressure>.Instance);
        backpressure.Watch(limit);
        return backpressure;
    }

    private async Task<SinkQueue> StartAsync(QueuePolicy policy)
    {
        var queue = new SinkQueue("hook", new GatedSink(_gate.Task, _taken), policy, _journal, TimeProvider.System, NullLogger<SinkQueue>.Instance);
        await queue.StartAsync();
        return queue;
    }

    private sealed class GatedSink(Task gate, List<string> taken) : IEventSink
    {
        public async ValueTask WriteAsync(IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken)
        {
            await gate.WaitAsync(cancellationToken);
            lock (taken)
            {
                taken.AddRange(events.Select(static entry => entry.Event.Id));
            }
        }

        public ValueTask CloseAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
#endif
