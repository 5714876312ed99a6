#if EXT_EVENTS
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Journal;

namespace Zot.Extensions.Events.Metering;

/// <summary>Records the measurements of one sink.</summary>
internal sealed class SinkMeter(EventMeter meter, string sink)
{
    private readonly KeyValuePair<string, object?> _sink = new("sink", sink);
    private readonly KeyValuePair<string, object?> _endpoint = new("endpoint", sink);

    /// <summary>Counts events that passed the filter.</summary>
    public void TakeUp(int count) => Notify("Events", count);

    /// <summary>Counts the response to an attempt.</summary>
    public void Answer(int status) => meter.Statuses.Add(1, new("code", EventLabels.StatusOf(status)), _endpoint);

    /// <summary>Records an attempt.</summary>
    /// <param name="took">The duration of the attempt.</param>
    /// <param name="failure">The failure; <see langword="null"/> if the attempt succeeded.</param>
    public void Attempt(TimeSpan took, DeliveryException? failure)
    {
        meter.Duration.Record(took.TotalSeconds, _sink, new("outcome", EventLabels.OutcomeOf(failure)));
        if (failure is not null)
        {
            // An inner exception means that there was no response.
            Notify(failure.InnerException is null ? "Failures" : "Errors", 1);
        }
    }

    /// <summary>Records delivered events.</summary>
    /// <param name="events">The events.</param>
    /// <param name="attempts">The number of attempts.</param>
    /// <param name="now">The time of the delivery.</param>
    public void Deliver(IReadOnlyList<JournalEntry> events, int attempts, DateTimeOffset now)
    {
        Notify("Successes", events.Count);
        meter.Attempts.Record(attempts, _sink);
        foreach (var entry in events)
        {
            var kind = entry.Event.Kind;
            meter.Delivered.Add(
                1, _sink, new("action", EventLabels.ActionOf(kind)), new("artifact", EventLabels.ArtifactOf(kind)));

            // The age of the event is meaningless for a replay that an administrator requested.
            if (entry.IsReplay)
            {
                meter.Replayed.Add(1, _sink);
            }
            else
            {
                meter.Latency.Record(Math.Max(0, (now - entry.Event.Time).TotalSeconds), _sink);
            }
        }
    }

    /// <summary>Records events that became dead letters.</summary>
    /// <param name="count">The number of events.</param>
    /// <param name="attempts">The number of attempts.</param>
    public void GiveUp(int count, int attempts)
    {
        meter.GivenUp.Add(count, _sink);
        meter.Attempts.Record(attempts, _sink);
    }

    private void Notify(string type, int count) => meter.Notifications.Add(count, new("type", type), _endpoint);
}
#endif
