#if EXT_EVENTS
using Xunit;
using Zot.Extensions.Events;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events;

/// <summary>What an operator reads of deliveries that fail: a line per attempt, and one when a sink begins and ends to rest.</summary>
public sealed class DeliveryLogTests
{
    private static readonly RetryPolicy Policy = new(Threshold: 3, Backoff: TimeSpan.FromSeconds(10));

    private readonly ManualTime _time = new();
    private readonly CollectingLogger<RetryingSink> _log = new();
    private int _attempts;

    [Fact(Timeout = 240_000)]
    public async Task Attempts_ThatFail_AreALineEachWithTheTimeOfTheNext()
    {
        await DeliverAsync(failures: 2);

        var lines = _log.Lines.ToList();
        Assert.Equal(2, lines.Count);
        Assert.All(lines, static line => Assert.Matches(@"^5007 event not delivered: hook 1, attempt [12]: 503, next attempt 01/02/2026 03:04:0", line));
    }

    [Fact(Timeout = 240_000)]
    public async Task Outage_IsALineAtItsBeginningAndOneAtItsEnd()
    {
        await DeliverAsync(failures: 7);

        var lines = _log.Lines.ToList();
        Assert.Equal(7, lines.Count(static line => line.StartsWith("5007 ", StringComparison.Ordinal)));
        Assert.Single(lines, static line => line.StartsWith("5008 ", StringComparison.Ordinal));
        Assert.Single(lines, static line => line.StartsWith("5009 ", StringComparison.Ordinal));
        Assert.StartsWith("5009 ", lines[^1], StringComparison.Ordinal);
    }

    [Fact(Timeout = 240_000)]
    public async Task Attempt_AfterWhichTheSinkRests_IsFollowedByOneAfterTheRest()
    {
        await DeliverAsync(failures: 3);

        // The third failure opens the breaker: ten seconds from then, and not the fraction of a second of the pause.
        var third = _log.Lines.Single(static line => line.Contains("attempt 3", StringComparison.Ordinal));
        Assert.Matches("next attempt 01/02/2026 03:04:(1[5-9]|2[0-9])", third);
    }

    private async Task DeliverAsync(int failures)
    {
        var inner = new CollectingSink(_ => ++_attempts <= failures ? new DeliveryException(DeliveryOutcome.Unavailable, "503") : null);
        using var sink = new RetryingSink("hook", inner, Policy, new Breaker(Policy, _time), new Random(1), _time, _log);
        var write = sink.WriteAsync([SomeEvents.Entry(SomeEvents.Push("1"))], default).AsTask();
        await Eventually.HoldsAsync(
            () =>
            {
                _time.AdvanceToNext();
                return Task.FromResult(write.IsCompleted);
            },
            "it is delivered");
        await write;
    }
}
#endif
