#if EXT_EVENTS
namespace Zot.Extensions.Events;

/// <summary>Where one sink tells how it fares.</summary>
internal sealed class SinkMeter(EventMeter meter, string sink)
{
    private readonly KeyValuePair<string, object?> _sink = new("sink", sink);
    private readonly KeyValuePair<string, object?> _endpoint = new("endpoint", sink);

    /// <summary>Events are taken up, once their filter has let them through.</summary>
    public void TakeUp(int count) => Notify("Events", count);

    /// <summary>A receiver has answered an attempt.</summary>
    public void Answer(int status) => meter.Statuses.Add(1, new("code", EventLabels.StatusOf(status)), _endpoint);

    /// <summary>An attempt is over.</summary>
    /// <param name="took">How long it took.</param>
    /// <param name="failure">Why it has failed; <see langword="null"/> when it has not.</param>
    public void Attempt(TimeSpan took, DeliveryException? failure)
    {
        meter.Duration.Record(took.TotalSeconds, _sink, new("outcome", EventLabels.OutcomeOf(failure)));
        if (failure is not null)
        {
            // What was thrown was no answer.
            Notify(failure.InnerException is null ? "Failures" : "Errors", 1);
        }
    }

    /// <summary>Events are delivered.</summary>
    /// <param name="events">The events.</param>
    /// <param name="attempts">How often it was tried.</param>
    /// <param name="now">When that was.</param>
    public void Deliver(IReadOnlyList<JournalEntry> events, int attempts, DateTimeOffset now)
    {
        Notify("Successes", events.Count);
        meter.Attempts.Record(attempts, _sink);
        foreach (var entry in events)
        {
            var kind = entry.Event.Kind;
            meter.Delivered.Add(1, _sink, new("action", EventLabels.ActionOf(kind)), new("artifact", EventLabels.ArtifactOf(kind)));

            // How long ago it happened says nothing of a delivery that somebody has just asked for.
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

    /// <summary>Events are given up.</summary>
    /// <param name="count">How many.</param>
    /// <param name="attempts">How often it was tried.</param>
    public void GiveUp(int count, int attempts)
    {
        meter.GivenUp.Add(count, _sink);
        meter.Attempts.Record(attempts, _sink);
    }

    private void Notify(string type, int count) => meter.Notifications.Add(count, new("type", type), _endpoint);
}
#endif
