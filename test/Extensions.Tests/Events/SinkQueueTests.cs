#if EXT_EVENTS
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Extensions.Events;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events;

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
    public async Task Events_OfARepository_ArriveInOrderWhateverTheOthersDo()
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
    public async Task Event_ThatIsGivenUp_IsADeadLetterAndStopsNobody()
    {
        var sink = new CollectingSink(static entry => entry.Event.Id == "poison" ? new UndeliverableException(5, SomeEvents.Time, "400") : null);
        await using var queue = await StartAsync(sink);

        await _journal.AppendAsync([SomeEvents.Push("poison", "a"), SomeEvents.Push("2", "a"), SomeEvents.Push("3", "b")]);
        await Eventually.HoldsAsync(() => Task.FromResult(sink.Taken.Count == 2), "the others arrived");

        Assert.Equal(["2", "3"], sink.Taken.Select(static entry => entry.Event.Id).Order());
    }

    [Fact]
    public async Task Event_ThatTakesLong_HoldsUpNothingButItsRepository()
    {
        var gate = new TaskCompletionSource();
        var sink = new GatedSink("slow", gate.Task);
        await using var queue = await StartAsync(sink);

        await _journal.AppendAsync([SomeEvents.Push("1", "slow"), SomeEvents.Push("2", "slow"), SomeEvents.Push("3", "quick"), SomeEvents.Push("4", "quick")]);
        await Eventually.HoldsAsync(() => Task.FromResult(sink.Taken.Count == 2), "the quick ones arrived");
        Assert.Equal(["3", "4"], sink.Taken);
        gate.SetResult();
        await Eventually.HoldsAsync(() => Task.FromResult(sink.Taken.Count == 4), "all arrived");

        Assert.Equal(["3", "4", "1", "2"], sink.Taken);
    }

    [Fact]
    public async Task Queue_ThatIsStopped_GoesOnAtTheNextStartWithoutDoubling()
    {
        var gate = new TaskCompletionSource();
        var first = new GatedSink("slow", gate.Task);
        await using (await StartAsync(first))
        {
            await _journal.AppendAsync([SomeEvents.Push("1", "slow"), SomeEvents.Push("2", "quick"), SomeEvents.Push("3", "slow")]);
            await Eventually.HoldsAsync(() => Task.FromResult(first.Taken.Count == 1), "the quick one arrived");
        }

        var second = new CollectingSink();
        await using var queue = await StartAsync(second);
        await Eventually.HoldsAsync(() => Task.FromResult(second.Taken.Count == 2), "the rest arrived");

        Assert.Equal(["1", "3"], second.Taken.Select(static entry => entry.Event.Id));
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<SinkQueue> StartAsync(IEventSink sink)
    {
        var queue = new SinkQueue("hook", sink, _journal, TimeProvider.System, NullLogger<SinkQueue>.Instance);
        await queue.StartAsync();
        return queue;
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
