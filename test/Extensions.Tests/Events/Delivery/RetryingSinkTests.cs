#if EXT_EVENTS
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Client.Retries;
using Zot.Extensions.Events.Delivery;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events.Delivery;

public sealed class RetryingSinkTests
{
    private static readonly RetryPolicy Policy = new(Threshold: 3, Backoff: TimeSpan.FromSeconds(10));

    private readonly ManualTime _time = new();
    private int _attempts;

    [Fact]
    public async Task Failed_write_is_retried_until_it_succeeds()
    {
        var sink = Sink(Policy, failures: 2, DeliveryOutcome.Unavailable);

        var write = sink.WriteAsync([SomeEvents.Entry(SomeEvents.Push("1"))], default).AsTask();
        await AdvanceUntilAsync(() => write.IsCompleted);
        await write;

        Assert.Equal(3, _attempts);
    }

    [Fact]
    public async Task Rejected_write_exhausts_its_retries()
    {
        var sink = Sink(Policy, failures: int.MaxValue, DeliveryOutcome.Rejected);

        var write = sink.WriteAsync([SomeEvents.Entry(SomeEvents.Push("1"))], default).AsTask();
        await AdvanceUntilAsync(() => write.IsCompleted);

        var given = await Assert.ThrowsAsync<UndeliverableException>(() => write);
        Assert.Equal((5, 5), (given.Attempts, _attempts));
    }

    [Fact]
    public async Task Receiver_returning_410_closes_the_sink()
    {
        var sink = Sink(Policy, failures: int.MaxValue, DeliveryOutcome.Gone);

        await Assert.ThrowsAsync<SinkClosedException>(async () => await sink.WriteAsync([SomeEvents.Entry(SomeEvents.Push("1"))], default));

        Assert.Equal(1, _attempts);
    }

    [Fact]
    public void Open_breaker_allows_one_attempt_per_backoff()
    {
        var breaker = new CircuitBreaker(Policy.Threshold, Policy.Backoff, _time);
        Assert.False(breaker.Fail());
        Assert.False(breaker.Fail());
        Assert.Null(breaker.TryAcquire());
        Assert.True(breaker.Fail());

        Assert.Equal(TimeSpan.FromSeconds(10), breaker.TryAcquire());
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(breaker.TryAcquire());
        Assert.NotNull(breaker.TryAcquire());
        Assert.False(breaker.Fail());
        Assert.Equal(TimeSpan.FromSeconds(10), breaker.TryAcquire());
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(breaker.TryAcquire());
        Assert.True(breaker.Succeed());
        Assert.Null(breaker.TryAcquire());
    }

    [Theory]
    [InlineData(1, 1.0, null, 100)]
    [InlineData(4, 1.0, null, 800)]
    [InlineData(4, 0.5, null, 400)]
    [InlineData(1000, 1.0, null, 60_000)]
    [InlineData(1, 1.0, 5_000, 5_000)]
    [InlineData(1, 1.0, 3_600_000, 60_000)]
    public void Delay_grows_with_the_attempts_up_to_a_maximum(int attempts, double random, int? wishedMilliseconds, int milliseconds)
    {
        TimeSpan? wish = wishedMilliseconds is { } wished ? TimeSpan.FromMilliseconds(wished) : null;

        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Policy.PauseAfter(attempts, random, wish));
    }

    private RetryingSink Sink(RetryPolicy policy, int failures, DeliveryOutcome outcome)
    {
        var inner = new CollectingSink(_ => ++_attempts <= failures ? new DeliveryException(outcome, "no") : null);
        return new RetryingSink(
            "hook", inner, policy, new CircuitBreaker(policy.Threshold, policy.Backoff, _time), new Random(1), _time, NullLogger<RetryingSink>.Instance);
    }

    private Task AdvanceUntilAsync(Func<bool> condition) => Eventually.HoldsAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(condition());
        },
        "the write ended");
}
#endif
