#if EXT_EVENTS
using System.Diagnostics.Metrics;
using Zot.Extensions.Events.Model;
using Zot.Metering;

namespace Zot.Extensions.Events.Metering;

/// <summary>
/// Provides the instruments of events. While no listener is enabled, a measurement costs a comparison.
/// </summary>
/// <remarks>
/// The names and labels of <c>registry_notifications_*</c> are those of the distribution registry. No label has a value
/// that a client or a receiver can choose.
/// </remarks>
internal sealed class EventMeter
{
    // In seconds: from a nearby receiver to one that was down for a day.
    private static readonly double[] LatencyBounds = [.01, .05, .1, .5, 1, 5, 30, 60, 300, 3600, 86_400];
    private static readonly double[] DurationBounds = [.005, .01, .05, .1, .5, 1, 5, 30];
    private static readonly double[] CommitBounds = [.0005, .001, .005, .01, .05, .1, .5, 1, 5];
    private static readonly long[] AttemptBounds = [1, 2, 3, 5, 10, 20, 50, 100];

    private readonly Counter<long> _recorded;
    private readonly Counter<long> _dropped;
    private readonly Histogram<double> _commit;

    /// <param name="zot">The meter of the registry, which creates the instruments.</param>
    public EventMeter(ZotMeter zot)
    {
        Meter = zot.Meter;
        Notifications = Meter.CreateCounter<long>(
            "registry.notifications.events", unit: null, "Events queued (Events) and delivered (Successes); "
                + "attempts rejected (Failures) or without a response (Errors).");
        Statuses = Meter.CreateCounter<long>(
            "registry.notifications.status", unit: null, "Attempts, by the status of the response.");
        Delivered = Meter.CreateCounter<long>(
            "zot.events.delivered", unit: null, "Events delivered, by sink, action and artifact.");
        GivenUp = Meter.CreateCounter<long>("zot.events.given.up", unit: null, "Events that became dead letters.");
        Replayed = Meter.CreateCounter<long>(
            "zot.events.replayed", unit: null, "Events redelivered on request of an administrator.");
        Latency = CreateHistogram(
            "zot.events.delivery.latency.seconds",
            "Time from an event to its delivery, retries and outages included.",
            LatencyBounds);
        Duration =
            CreateHistogram("zot.events.attempt.duration.seconds", "Duration of a delivery attempt.", DurationBounds);
        Attempts = Meter.CreateHistogram(
            "zot.events.delivery.attempts", unit: null,
            "Attempts until an event was delivered or became a dead letter.",
            tags: null, new InstrumentAdvice<long> { HistogramBucketBoundaries = AttemptBounds });
        _recorded = Meter.CreateCounter<long>(
            "zot.events.recorded", unit: null, "Events written to the journal, by action and artifact.");
        _dropped = Meter.CreateCounter<long>(
            "zot.events.dropped", unit: null, "Events that were not written to the journal, by reason. Pulls only.");
        _commit = CreateHistogram(
            "zot.events.journal.commit.seconds", "Time to commit a group of entries to the journal.", CommitBounds);
    }

    /// <summary>The meter that owns the instruments.</summary>
    public Meter Meter { get; }

    internal Counter<long> Notifications { get; }

    internal Counter<long> Statuses { get; }

    internal Counter<long> Delivered { get; }

    internal Counter<long> GivenUp { get; }

    internal Counter<long> Replayed { get; }

    internal Histogram<double> Latency { get; }

    internal Histogram<double> Duration { get; }

    internal Histogram<long> Attempts { get; }

    /// <summary>Creates the meter of one sink.</summary>
    public SinkMeter Of(string sink) => new(this, sink);

    /// <summary>Counts events that were written to the journal.</summary>
    public void Record(IReadOnlyList<RegistryEvent> events)
    {
        foreach (var happened in events)
        {
            _recorded.Add(
                1,
                new("action", EventLabels.ActionOf(happened.Kind)),
                new("artifact", EventLabels.ArtifactOf(happened.Kind)));
        }
    }

    /// <summary>Counts events that were dropped.</summary>
    /// <param name="count">The number of events.</param>
    /// <param name="reason">The reason, one of a small set.</param>
    public void Drop(int count, string reason) =>
        _dropped.Add(count, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Records the commit of a group of entries.</summary>
    public void Commit(TimeSpan took) => _commit.Record(took.TotalSeconds);

    private Histogram<double> CreateHistogram(string name, string help, double[] bounds) => Meter.CreateHistogram(
        name, "s", help, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
}
#endif
