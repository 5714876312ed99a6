#if EXT_EVENTS
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Client.Retries;
using Zot.Extensions.Events.Admin;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Metering;
using Zot.Extensions.Events.Model;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events.Metering;

public sealed class EventGaugesTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly CollectedFigures _figures = new();
    private readonly ManualTime _time = new();
    private readonly LastFailure _failure;

    public EventGaugesTests() => _failure = new LastFailure(_time);

    public void Dispose()
    {
        _figures.Dispose();
        _folder.Dispose();
    }

    [Fact(Timeout = 240_000)]
    public async Task Gauges_report_pending_events_and_dead_letters()
    {
        await using var journal = SomeEvents.Journal(_folder["journal.db"]);
        await using var sink = await SinkAsync(journal);
        await journal.AppendAsync([At(-90, "1"), At(-60, "2"), At(-30, "3")]);
        var dead = new DeadLetter("hook", (await journal.ReadAsync("hook", 0, repository: null, 1))[0], 5, _time.GetUtcNow(), _time.GetUtcNow(), "400");
        await journal.FinishAsync("hook", sequence: 1, position: 1, dead);
        await new EventGauges(_figures.Meter, () => [sink], journal, _time).StartAsync(default);

        var figures = _figures.Read();

        Assert.Equal(
            (2, 60, 1, 0, 0),
            (figures["registry.notifications.pending.total[hook]"], figures["zot.events.oldest.seconds[hook]"], figures["zot.events.dead.letters[hook]"],
                figures["zot.events.breaker.open[hook]"], figures["zot.events.sink.closed[hook]"]));
        Assert.True(figures["zot.events.journal.bytes[]"] > 0);
    }

    [Fact(Timeout = 240_000)]
    public async Task Gauges_of_a_closed_journal_are_absent()
    {
        var journal = SomeEvents.Journal(_folder["journal.db"]);
        await using var sink = await SinkAsync(journal);
        await new EventGauges(_figures.Meter, () => [sink], journal, _time).StartAsync(default);
        await journal.DisposeAsync();

        Assert.DoesNotContain("zot.events.dead.letters[hook]", _figures.Read().Keys);
    }

    [Fact(Timeout = 240_000)]
    public async Task Status_shows_the_journal_and_each_sink_with_its_last_failure()
    {
        await using var journal = SomeEvents.Journal(_folder["journal.db"]);
        await using var sink = await SinkAsync(journal);
        await journal.AppendAsync([At(-90, "1"), At(-60, "2")]);
        await journal.FinishAsync(
            "hook", sequence: 1, position: 1,
            new DeadLetter("hook", (await journal.ReadAsync("hook", 0, repository: null, 1))[0], 5, _time.GetUtcNow(), _time.GetUtcNow(), "400"));
        var status = new EventsStatus(() => [sink], journal, journal);
        Assert.Null(status.Read()[1].LastFailure);
        _failure.Note("503 Service Unavailable");
        for (var attempt = 0; attempt < 3; attempt++)
        {
            sink.Breaker.Fail();
        }

        var items = status.Read();

        Assert.Equal(("event journal", "running"), (items[0].Kind, items[0].State));
        Assert.Equal(["bytes", "quarantined"], items[0].Counts.Select(static count => count.Key));
        var item = items[1];
        Assert.Equal(("event sink", "hook", "resting"), (item.Kind, item.Name, item.State));
        Assert.Equal([new("pending", 1), new("deadLetters", 1)], item.Counts);
        Assert.Equal(("503 Service Unavailable", _time.GetUtcNow()), (item.LastFailure, item.LastFailed));
    }

    private RegistryEvent At(int seconds, string id) => SomeEvents.Push(id) with { Time = _time.GetUtcNow().AddSeconds(seconds) };

    // The sink is registered in the journal but not started, so that its events stay pending.
    private async Task<SinkHandle> SinkAsync(SqliteJournal journal)
    {
        await journal.OpenSinkAsync("hook");
        var sink = new CollectingSink();
        return new SinkHandle(
            new SinkQueue("hook", sink, new QueuePolicy(), journal, _time, NullLogger<SinkQueue>.Instance),
            new ReplayQueue("hook", sink, journal, _time, NullLogger<ReplayQueue>.Instance),
            sink,
            new CircuitBreaker(threshold: 3, TimeSpan.FromSeconds(10), _time))
        {
            Failure = _failure,
        };
    }
}
#endif
