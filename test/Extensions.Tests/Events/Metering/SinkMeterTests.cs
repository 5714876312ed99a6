#if EXT_EVENTS
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Client.Retries;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Metering;
using Zot.Extensions.Events.Model;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events.Metering;

public sealed class SinkMeterTests : IDisposable
{
    private static readonly RetryPolicy Policy = new(Threshold: 10, Backoff: TimeSpan.FromSeconds(1));

    private readonly ManualTime _time = new();
    private readonly CollectedFigures _figures = new();
    private int _attempts;

    public void Dispose() => _figures.Dispose();

    [Fact(Timeout = 240_000)]
    public async Task Delivery_after_failures_is_counted_by_upstream_and_zot_metrics()
    {
        await DeliverAsync(SomeEvents.Entry(SomeEvents.Push("1")), () => ++_attempts switch
        {
            1 => new DeliveryException(DeliveryOutcome.Unavailable, "503"),
            2 => new DeliveryException(DeliveryOutcome.Unavailable, "refused", new HttpRequestException()),
            _ => null,
        });

        var figures = _figures.Read();
        Assert.Equal(
            (1, 1, 1, 1),
            (figures["registry.notifications.events[Events,hook]"], figures["registry.notifications.events[Successes,hook]"],
                figures["registry.notifications.events[Failures,hook]"], figures["registry.notifications.events[Errors,hook]"]));
        Assert.Equal(
            (1, 1, 1, 2, 1),
            (figures["zot.events.delivered[hook,push,manifest]"], figures["zot.events.delivery.latency.seconds[hook]"],
                figures["zot.events.delivery.attempts[hook]"], figures["zot.events.attempt.duration.seconds[hook,unavailable]"],
                figures["zot.events.attempt.duration.seconds[hook,delivered]"]));
        Assert.DoesNotContain("zot.events.replayed[hook]", figures.Keys);
    }

    [Fact(Timeout = 240_000)]
    public async Task Dead_letter_is_not_counted_as_a_success()
    {
        await Assert.ThrowsAsync<UndeliverableException>(() => DeliverAsync(
            SomeEvents.Entry(SomeEvents.Push("1")), static () => new DeliveryException(DeliveryOutcome.Rejected, "400")));

        var figures = _figures.Read();
        Assert.Equal((1, 5), (figures["zot.events.given.up[hook]"], figures["registry.notifications.events[Failures,hook]"]));
        Assert.DoesNotContain("registry.notifications.events[Successes,hook]", figures.Keys);
    }

    [Fact(Timeout = 240_000)]
    public async Task Replay_records_no_latency()
    {
        await DeliverAsync(SomeEvents.Entry(SomeEvents.Push("1")) with { IsReplay = true }, static () => null);

        var figures = _figures.Read();
        Assert.Equal(1, figures["zot.events.replayed[hook]"]);
        Assert.DoesNotContain("zot.events.delivery.latency.seconds[hook]", figures.Keys);
    }

    [Theory]
    [InlineData(200, "200 OK")]
    [InlineData(202, "202 Accepted")]
    [InlineData(503, "503 Service Unavailable")]
    [InlineData(599, "599 ")]
    public async Task Response_is_counted_with_the_standard_reason_phrase(int status, string code)
    {
        using var client = new HttpClient(new AnswerMeter(_figures.Meter.Of("hook"), new Answering(status)));

        using var answer = await client.GetAsync(new Uri("http://hook.example"), TestContext.Current.CancellationToken);

        Assert.Equal(1, _figures.Read()[$"registry.notifications.status[{code},hook]"]);
    }

    [Fact]
    public void Journal_counts_recorded_and_dropped_events()
    {
        _figures.Meter.Record([SomeEvents.Push("1"), SomeEvents.Push("2") with { Kind = EventKind.TagDeleted }]);
        _figures.Meter.Drop(3, "too_many");
        _figures.Meter.Commit(TimeSpan.FromMilliseconds(2));

        var figures = _figures.Read();
        Assert.Equal(
            (1, 1, 3, 1),
            (figures["zot.events.recorded[push,manifest]"], figures["zot.events.recorded[delete,tag]"], figures["zot.events.dropped[too_many]"],
                figures["zot.events.journal.commit.seconds[]"]));
    }

    private async Task DeliverAsync(JournalEntry entry, Func<Exception?> answer)
    {
        using var sink = new RetryingSink(
            "hook", new CollectingSink(_ => answer()), Policy, new CircuitBreaker(Policy.Threshold, Policy.Backoff, _time), new Random(1), _time, NullLogger<RetryingSink>.Instance)
        {
            Meter = _figures.Meter.Of("hook"),
        };
        var write = sink.WriteAsync([entry], default).AsTask();
        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(write.IsCompleted);
            },
            "the write ended");
        await write;
    }

    private sealed class Answering(int status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { ReasonPhrase = "whatever it likes" });
    }
}
#endif
