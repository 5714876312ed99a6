#if EXT_EVENTS
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Journal;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events.Delivery;

public sealed class SinkQueueTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _folder = new();
    private SqliteJournal _journal = null!;

    public ValueTask InitializeAsync()
    {
        _journal = SomeEvents.Journal(_folder["journal.db"]);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Events_of_a_repository_arrive_in_order_regardless_of_the_others()
    {
        var sink = new CollectingSink();
        await using var queue = await StartAsync(sink);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async repository =>
        {
            for (var number = 0; number < 20; number++)
            {
                await _journal.AppendAsync([SomeEvents.Push($"{repository}-{number}", $"repo{repository}")]);
            }
        }));
        await Eventually.HoldsAsync(() => Task.FromResult(sink.Taken.Count == 400), "everything arrived");

        Assert.All(sink.Taken.GroupBy(static entry => entry.Event.Repository), static group =>
            Assert.Equal(Enumerable.Range(1, 20).Select(static turn => (long)turn), group.Select(static entry => entry.Turn)));
    }

    [Fact]
    public async Task Undeliverable_event_becomes_a_dead_letter_and_blocks_no_others()
    {
        var sink = new CollectingSink(static entry => entry.Event.Id == "poison" ? new UndeliverableException(5, SomeEvents.Time, "400") : null);
        await using var queue = await StartAsync(sink);

        await _journal.AppendAsync([SomeEvents.Push("poison", "a"), SomeEvents.Push("2", "a"), SomeEvents.Push("3", "b")]);
        await Eventually.HoldsAsync(() => Task.FromResult(sink.Taken.Count == 2), "the others arrived");

        Assert.Equal(["2", "3"], sink.Taken.Select(static entry => entry.Event.Id).Order());
    }

    [Fact]
    public async Task Slow_event_delays_only_its_repository()
    {
        var gate = new TaskCompletionSource();
        var sink = new GatedSink("slow", gate.Task);
        await using var queue = await StartAsync(sink);

        await _journal.AppendAsync([SomeEvents.Push("1", "slow"), SomeEvents.Push("2", "slow"), SomeEvents.Push("3", "quick"), SomeEvents.Push("4", "quick")]);
        await Eventually.HoldsAsync(() => Task.FromResult(sink.Taken.Count == 2), "the fast ones arrived");
        Assert.Equal(["3", "4"], sink.Taken);
        gate.SetResult();
        await Eventually.HoldsAsync(() => Task.FromResult(sink.Taken.Count == 4), "all arrived");

        Assert.Equal(["3", "4", "1", "2"], sink.Taken);
    }

    [Fact]
    public async Task Stopped_queue_resumes_at_the_next_start_without_duplicates()
    {
        var gate = new TaskCompletionSource();
        var first = new GatedSink("slow", gate.Task);
        await using (await StartAsync(first))
        {
            await _journal.AppendAsync([SomeEvents.Push("1", "slow"), SomeEvents.Push("2", "quick"), SomeEvents.Push("3", "slow")]);
            await Eventually.HoldsAsync(() => Task.FromResult(first.Taken.Count == 1), "the fast one arrived");
        }

        var second = new CollectingSink();
        await using var queue = await StartAsync(second);
        await Eventually.HoldsAsync(() => Task.FromResult(second.Taken.Count == 2), "the rest arrived");

        Assert.Equal(["1", "3"], second.Taken.Select(static entry => entry.Event.Id));
    }

    [Fact]
    public async Task Events_of_an_ordered_endpoint_arrive_in_the_order_of_the_journal()
    {
        var sink = new CollectingSink();
        await using var queue = await StartAsync(sink, new QueuePolicy { Ordering = Ordering.Endpoint });

        for (var number = 0; number < 1000; number += 10)
        {
            await _journal.AppendAsync([.. Enumerable.Range(number, 10).Select(static each => SomeEvents.Push($"{each}", $"repo{each % 7}"))]);
        }

        await Eventually.HoldsAsync(() => Task.FromResult(sink.Taken.Count >= 1000), "everything arrived");
        Assert.Equal(Enumerable.Range(0, 1000).Select(static number => $"{number}"), sink.Taken.Select(static entry => entry.Event.Id));
    }

    [Fact]
    public async Task Unordered_events_do_not_wait_for_others_of_their_repository()
    {
        var sink = new CollectingSink(static entry => entry.Event.Id == "1" ? new UndeliverableException(1, SomeEvents.Time, "no") : null);
        await using var queue = await StartAsync(sink, new QueuePolicy { Ordering = Ordering.None });

        await _journal.AppendAsync([.. Enumerable.Range(0, 100).Select(static each => SomeEvents.Push($"{each}"))]);
        await Eventually.HoldsAsync(() => Task.FromResult(sink.Taken.Count >= 99), "everything else arrived");

        Assert.Equal(99, sink.Taken.Select(static entry => entry.Event.Id).Distinct().Count());
        await Eventually.HoldsAsync(() => Task.FromResult(_journal.WaitingFor("hook").Waiting == 0), "nothing waits");
    }

    [Fact]
    public async Task Batched_events_are_sent_together_and_in_order()
    {
        var sink = new BatchingSink();
        await _journal.OpenSinkAsync("hook");
        await _journal.AppendAsync([.. Enumerable.Range(0, 25).Select(static each => SomeEvents.Push($"{each}"))]);
        await using var queue = await StartAsync(sink, new QueuePolicy { BatchSize = 10, BatchWait = TimeSpan.FromSeconds(1) });

        await Eventually.HoldsAsync(() => Task.FromResult(sink.Batches.Sum(static batch => batch.Length) >= 25), "everything arrived");

        Assert.Equal(Enumerable.Range(0, 25).Select(static number => $"{number}"), sink.Batches.SelectMany(static batch => batch));
        Assert.All(sink.Batches, static batch => Assert.InRange(batch.Length, 1, 10));
        Assert.Equal(10, sink.Batches[0].Length);
        await Eventually.HoldsAsync(() => Task.FromResult(_journal.WaitingFor("hook").Waiting == 0), "nothing waits");
    }

    [Fact]
    public async Task Event_after_a_dead_letter_reports_the_missed_event()
    {
        var sink = new CollectingSink(static entry => entry.Event.Id is "1" or "2" ? new UndeliverableException(1, SomeEvents.Time, "no") : null);
        await using var queue = await StartAsync(sink);

        await _journal.AppendAsync([SomeEvents.Push("0"), SomeEvents.Push("1"), SomeEvents.Push("2"), SomeEvents.Push("3"), SomeEvents.Push("4")]);
        await Eventually.HoldsAsync(() => Task.FromResult(sink.Taken.Count >= 3), "the others arrived");

        Assert.Equal([("0", 0), ("3", 2), ("4", 0)], sink.Taken.Select(static entry => (entry.Event.Id, entry.Missed)));
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<SinkQueue> StartAsync(IEventSink sink, QueuePolicy? policy = null)
    {
        var queue = new SinkQueue("hook", sink, policy ?? new QueuePolicy(), _journal, TimeProvider.System, NullLogger<SinkQueue>.Instance);
        await queue.StartAsync();
        return queue;
    }

    private sealed class BatchingSink : IEventSink
    {
        private readonly List<string[]> _batches = [];

        public IReadOnlyList<string[]> Batches
        {
            get
            {
                lock (_batches)
                {
                    return [.. _batches];
                }
            }
        }

        public ValueTask WriteAsync(IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken)
        {
            lock (_batches)
            {
                _batches.Add([.. events.Select(static entry => entry.Event.Id)]);
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask CloseAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class GatedSink(string repository, Task gate) : IEventSink
    {
        private readonly List<string> _taken = [];

        public IReadOnlyList<string> Taken
        {
            get
            {
                lock (_taken)
                {
                    return [.. _taken];
                }
            }
        }

        public async ValueTask WriteAsync(IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken)
        {
            if (events[0].Event.Repository == repository)
            {
                await gate.WaitAsync(cancellationToken);
            }

            lock (_taken)
            {
                _taken.Add(events[0].Event.Id);
            }
        }

        public ValueTask CloseAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
#endif
