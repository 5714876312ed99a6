#if EXT_EVENTS
using Xunit;
using Zot.Client.Retries;
using Zot.Extensions.Events.Delivery;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events;

/// <summary>
/// Tests the log of failed deliveries: a line per attempt, and one when the circuit breaker opens or closes.
/// </summary>
public sealed class DeliveryLogTests
{
    private static readonly RetryPolicy Policy = new(Threshold: 3, Backoff: TimeSpan.FromSeconds(10));

    private readonly ManualTime _time = new();
    private readonly CollectingLogger<RetryingSink> _log = new();
    private int _attempts;

    [Fact(Timeout = 240_000)]
    public async Task Failed_attempts_are_logged_with_the_time_of_the_next_attempt()
    {
        await DeliverAsync(failures: 2);

        var lines = _log.Lines.ToList();
        Assert.Equal(2, lines.Count);
        Assert.All(lines, static line => Assert.Matches(@"^5007 failed to deliver event: hook 1, attempt [12]: 503, next attempt 01/02/2026 03:04:0", line));
    }

    [Fact(Timeout = 240_000)]
    public async Task Outage_is_logged_once_at_its_start_and_once_at_its_end()
    {
        await DeliverAsync(failures: 7);

        var lines = _log.Lines.ToList();
        Assert.Equal(7, lines.Count(static line => line.StartsWith("5007 ", StringComparison.Ordinal)));
        Assert.Single(lines, static line => line.StartsWith("5008 ", StringComparison.Ordinal));
        Assert.Single(lines, static line => line.StartsWith("5009 ", StringComparison.Ordinal));
        Assert.StartsWith("5009 ", lines[^1], StringComparison.Ordinal);
    }

    [Fact(Timeout = 240_000)]
    public async Task Attempt_that_opens_the_breaker_logs_a_next_attempt_after_the_backoff()
    {
        await DeliverAsync(failures: 3);

        // The third failure opens the breaker: the next attempt is after its ten seconds, not after the retry delay.
        var third = _log.Lines.Single(static line => line.Contains("attempt 3", StringComparison.Ordinal));
        Assert.Matches("next attempt 01/02/2026 03:04:(1[5-9]|2[0-9])", third);
    }

    private async Task DeliverAsync(int failures)
    {
        var inner = new CollectingSink(_ => ++_attempts <= failures ? new DeliveryException(DeliveryOutcome.Unavailable, "503") : null);
        using var sink = new RetryingSink("hook", inner, Policy, new CircuitBreaker(Policy.Threshold, Policy.Backoff, _time), new Random(1), _time, _log);
        var write = sink.WriteAsync([SomeEvents.Entry(SomeEvents.Push("1"))], default).AsTask();
        await Eventually.HoldsAsync(
            () =>
            {
                _time.AdvanceToNext();
                return Task.FromResult(write.IsCompleted);
            },
            "the event is delivered");
        await write;
    }
}
#endif
