#if EXT_EVENTS
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Client.Retries;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Journal;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events;

/// <summary>Covers the tests of the distribution registry for its queue, broadcaster and retrier.</summary>
public sealed class PipelineTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _folder = new();
    private SqliteJournal _journal = null!;

    public ValueTask InitializeAsync()
    {
        _journal = SomeEvents.Journal(_folder["journal.db"]);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Queue_delivers_a_thousand_events_of_many_writers()
    {
        var sink = new CollectingSink();
        await using var queue = await StartAsync("slow", sink, new QueuePolicy { Ordering = Ordering.Endpoint });

        await Task.WhenAll(Enumerable.Range(0, 1000).Select(async number => await _journal.AppendAsync([SomeEvents.Push($"{number}")])));

        await Eventually.HoldsAsync(() => Task.FromResult(_journal.WaitingFor("slow").Waiting == 0), "nothing is pending");
        Assert.Equal(1000, sink.Taken.Select(static entry => entry.Event.Id).Distinct().Count());
    }

    [Fact]
    public async Task Broadcast_in_blocks_reaches_all_ten_sinks()
    {
        var sinks = Enumerable.Range(0, 10).Select(static _ => new CollectingSink()).ToList();
        var queues = new List<SinkQueue>();
        foreach (var sink in sinks)
        {
            queues.Add(await StartAsync($"sink{queues.Count}", sink, new QueuePolicy()));
        }

        for (var number = 0; number < 1000; number += 10)
        {
            await _journal.AppendAsync([.. Enumerable.Range(number, 10).Select(static each => SomeEvents.Push($"{each}", $"repo{each % 3}"))]);
        }

        await Eventually.HoldsAsync(() => Task.FromResult(sinks.All(static sink => sink.Taken.Count >= 1000)), "every sink has all events");
        foreach (var queue in queues)
        {
            await queue.DisposeAsync();
        }

        Assert.All(sinks, static sink => Assert.Equal((1000, true), (sink.Taken.Select(static entry => entry.Event.Id).Distinct().Count(), sink.IsClosed)));
    }

    [Fact]
    public async Task Retrier_with_the_upstream_policy_delivers_to_a_flaky_sink()
    {
        var random = new Random(1);
        var attempts = 0;
        var flaky = new CollectingSink(_ => ++attempts <= 50 || random.Next(10) == 0 ? new DeliveryException(DeliveryOutcome.Unavailable, "no") : null);
        var policy = RetryPolicy.Upstream(threshold: 3, TimeSpan.FromMilliseconds(1));
        using var retrying = new RetryingSink(
            "flaky", flaky, policy, new CircuitBreaker(policy.Threshold, policy.Backoff, TimeProvider.System), random, TimeProvider.System, NullLogger<RetryingSink>.Instance);
        await using var queue = await StartAsync("flaky", retrying, new QueuePolicy { Ordering = Ordering.Endpoint });

        await _journal.AppendAsync([.. Enumerable.Range(0, 100).Select(static number => SomeEvents.Push($"{number}", $"repo{number % 5}"))]);

        await Eventually.HoldsAsync(() => Task.FromResult(flaky.Taken.Count >= 100), "all arrived");
        Assert.Equal(Enumerable.Range(0, 100).Select(static number => $"{number}"), flaky.Taken.Select(static entry => entry.Event.Id));
    }

    [Fact]
    public void Upstream_policy_has_no_delay_and_no_limit()
    {
        var policy = RetryPolicy.Upstream(threshold: 3, TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.Zero, policy.PauseAfter(attempts: 2, random: 1, retryAfter: null));
        Assert.False(policy.IsOver(DeliveryOutcome.Unavailable, attempts: 1_000_000, TimeSpan.FromDays(365)));
        Assert.Equal(1, policy.Concurrency);
    }

    [Theory]
    [InlineData((int)DeliveryOutcome.Unavailable, 3, 0, true)]
    [InlineData((int)DeliveryOutcome.Unavailable, 2, 0, false)]
    [InlineData((int)DeliveryOutcome.Rejected, 3, 0, true)]
    [InlineData((int)DeliveryOutcome.Unavailable, 1, 60, true)]
    [InlineData((int)DeliveryOutcome.Unavailable, 1, 59, false)]
    public void Policy_with_limits_is_exhausted_at_either_limit(int outcome, int attempts, int seconds, bool isOver)
    {
        var policy = new RetryPolicy(Threshold: 10, TimeSpan.FromSeconds(1)) { MaxAttempts = 3, MaxAge = TimeSpan.FromMinutes(1), Jitter = false };

        Assert.Equal(isOver, policy.IsOver((DeliveryOutcome)outcome, attempts, TimeSpan.FromSeconds(seconds)));
        Assert.Equal(TimeSpan.FromMilliseconds(200), policy.PauseAfter(attempts: 2, random: 0, retryAfter: null));
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<SinkQueue> StartAsync(string name, IEventSink sink, QueuePolicy policy)
    {
        var queue = new SinkQueue(name, sink, policy, _journal, TimeProvider.System, NullLogger<SinkQueue>.Instance);
        await queue.StartAsync();
        return queue;
    }
}
#endif
