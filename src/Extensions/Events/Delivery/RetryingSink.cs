#if EXT_EVENTS
using Microsoft.Extensions.Logging;
using Zot.Client.Retries;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Metering;

namespace Zot.Extensions.Events.Delivery;

/// <summary>Retries until the inner sink accepts the events, retries are exhausted, or the sink is closed.</summary>
internal sealed partial class RetryingSink(
    string name,
    IEventSink inner,
    RetryPolicy policy,
    CircuitBreaker breaker,
    Random random,
    TimeProvider time,
    ILogger<RetryingSink> logger)
    : IEventSink, IDisposable
{
    private readonly SemaphoreSlim _slots = new(policy.Concurrency);

    /// <summary>The meter of the sink.</summary>
    public SinkMeter? Meter { get; init; }

    /// <summary>The record of the last failure.</summary>
    public LastFailure? Failure { get; init; }

    /// <inheritdoc/>
    /// <exception cref="UndeliverableException">Retries are exhausted.</exception>
    public async ValueTask WriteAsync(IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow();
        Meter?.TakeUp(events.Count);
        for (var attempts = 1; ; attempts++)
        {
            if (await TryAsync(events, cancellationToken) is not { } failure)
            {
                Meter?.Deliver(events, attempts, time.GetUtcNow());
                return;
            }

            if (failure.Outcome == DeliveryOutcome.Gone)
            {
                throw new SinkClosedException(name);
            }

            if (policy.IsOver(failure.Outcome, attempts, time.GetUtcNow() - since))
            {
                Meter?.GiveUp(events.Count, attempts);
                throw new UndeliverableException(attempts, since, failure.Message)
                {
                    IsFailure = failure.Outcome == DeliveryOutcome.Failed,
                };
            }

            var pause = policy.PauseAfter(attempts, NextRandom(), failure.RetryAfter);
            LogFailed(
                name,
                events[0].Event.Id,
                attempts,
                failure.Message,
                Later(time.GetUtcNow() + pause, breaker.NextAttempt));
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public ValueTask CloseAsync(CancellationToken cancellationToken) => inner.CloseAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private async ValueTask<DeliveryException?> TryAsync(
        IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken)
    {
        while (breaker.TryAcquire() is { } rest)
        {
            await Task.Delay(rest, time, cancellationToken);
        }

        await _slots.WaitAsync(cancellationToken);
        var start = time.GetTimestamp();
        try
        {
            await inner.WriteAsync(events, cancellationToken);
            Meter?.Attempt(time.GetElapsedTime(start), failure: null);
            if (breaker.Succeed())
            {
                LogRecovered(name);
            }

            return null;
        }
        catch (DeliveryException failure)
        {
            return Fail(failure, time.GetElapsedTime(start));
        }
        catch (Exception cause) when (cause is not SinkClosedException && !cancellationToken.IsCancellationRequested)
        {
            // No sink throws this deliberately: the event, or the response of the receiver,
            // triggered a bug of the registry.
            var failure = new DeliveryException(
                DeliveryOutcome.Failed, $"failed to send the event: {cause.GetType().Name}: {cause.Message}", cause);
            return Fail(failure, time.GetElapsedTime(start));
        }
        finally
        {
            _slots.Release();
        }
    }

    private DeliveryException Fail(DeliveryException failure, TimeSpan took)
    {
        Meter?.Attempt(took, failure);
        Failure?.Note(failure.Message);
        Judge(failure.Outcome);
        return failure;
    }

    private void Judge(DeliveryOutcome outcome)
    {
        switch (outcome)
        {
            case DeliveryOutcome.Unavailable when breaker.Fail():
                LogResting(name, policy.Backoff);
                break;
            case DeliveryOutcome.Unavailable:
                break;
            case DeliveryOutcome.Failed:
                breaker.Abandon();
                break;
            default:
                if (breaker.Succeed())
                {
                    LogRecovered(name);
                }

                break;
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private double NextRandom()
    {
        lock (random)
        {
            return random.NextDouble();
        }
    }

    [LoggerMessage(5007, LogLevel.Warning,
        "failed to deliver event: {Sink} {EventId}, attempt {Attempt}: {Reason}, next attempt {Next}")]
    private partial void LogFailed(string sink, string eventId, int attempt, string reason, DateTimeOffset next);

    [LoggerMessage(5008, LogLevel.Error, "circuit breaker opened, one attempt per backoff: {Sink} {Backoff}")]
    private partial void LogResting(string sink, TimeSpan backoff);

    [LoggerMessage(5009, LogLevel.Information, "circuit breaker closed: {Sink}")]
    private partial void LogRecovered(string sink);
}
#endif
