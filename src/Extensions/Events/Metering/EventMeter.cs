#if EXT_EVENTS
using System.Diagnostics.Metrics;
using Zot.Metering;

namespace Zot.Extensions.Events;

/// <summary>Where the events tell what becomes of them, for whoever counts it. As long as nobody does, it costs a comparison.</summary>
/// <remarks>
/// The names <c>registry_notifications_*</c> are those of the distribution registry, with its labels. No label has a value
/// that a client or a receiver can make up.
/// </remarks>
internal sealed class EventMeter
{
    // Seconds: from what a receiver next door takes to what one takes that was down for a day.
    private static readonly double[] LatencyBounds = [.01, .05, .1, .5, 1, 5, 30, 60, 300, 3600, 86_400];
    private static readonly double[] DurationBounds = [.005, .01, .05, .1, .5, 1, 5, 30];
    private static readonly double[] CommitBounds = [.0005, .001, .005, .01, .05, .1, .5, 1, 5];
    private static readonly long[] AttemptBounds = [1, 2, 3, 5, 10, 20, 50, 100];

    private readonly Counter<long> _recorded;
    private readonly Counter<long> _dropped;
    private readonly Histogram<double> _commit;

    /// <param name="zot">The meter of the registry; the instruments are made there.</param>
    public EventMeter(ZotMeter zot)
    {
        Meter = zot.Meter;
        Notifications = Meter.CreateCounter<long>(
            "registry.notifications.events", unit: null, "Events taken up (Events) and delivered (Successes); attempts refused (Failures) or not answered (Errors).");
        Statuses = Meter.CreateCounter<long>("registry.notifications.status", unit: null, "Attempts, by what the receiver has answered.");
        Delivered = Meter.CreateCounter<long>("zot.events.delivered", unit: null, "Events delivered, by sink and by what has happened.");
        GivenUp = Meter.CreateCounter<long>("zot.events.given.up", unit: null, "Events that became dead letters.");
        Replayed = Meter.CreateCounter<long>("zot.events.replayed", unit: null, "Events delivered once more, as an administrator has asked.");
        Latency = CreateHistogram("zot.events.delivery.latency.seconds", "Time from an event to its delivery, retries and outages included.", LatencyBounds);
        Duration = CreateHistogram("zot.events.attempt.duration.seconds", "Time that an attempt to deliver took.", DurationBounds);
        Attempts = Meter.CreateHistogram(
            "zot.events.delivery.attempts", unit: null, "Attempts until an event was delivered or given up.",
            tags: null, new InstrumentAdvice<long> { HistogramBucketBoundaries = AttemptBounds });
        _recorded = Meter.CreateCounter<long>("zot.events.recorded", unit: null, "Events written to the journal, by what has happened.");
        _dropped = Meter.CreateCounter<long>("zot.events.dropped", unit: null, "Events that were not written to the journal, by the reason. Pulls only.");
        _commit = CreateHistogram(
            "zot.events.journal.commit.seconds", "Time that a group of entries took to be written to the journal and synchronised.", CommitBounds);
    }

    /// <summary>The instruments are this meter's.</summary>
    public Meter Meter { get; }

    internal Counter<long> Notifications { get; }

    internal Counter<long> Statuses { get; }

    internal Counter<long> Delivered { get; }

    internal Counter<long> GivenUp { get; }

    internal Counter<long> Replayed { get; }

    internal Histogram<double> Latency { get; }

    internal Histogram<double> Duration { get; }

    internal Histogram<long> Attempts { get; }

    /// <summary>What one sink tells.</summary>
    public SinkMeter Of(string sink) => new(this, sink);

    /// <summary>Events are in the journal.</summary>
    public void Record(IReadOnlyList<RegistryEvent> events)
    {
        foreach (var happened in events)
        {
            _recorded.Add(1, new("action", EventLabels.ActionOf(happened.Kind)), new("artifact", EventLabels.ArtifactOf(happened.Kind)));
        }
    }

    /// <summary>Events are lost.</summary>
    /// <param name="count">How many.</param>
    /// <param name="reason">One of a few words.</param>
    public void Drop(int count, string reason) => _dropped.Add(count, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>A group of entries is written.</summary>
    public void Commit(TimeSpan took) => _commit.Record(took.TotalSeconds);

    private Histogram<double> CreateHistogram(string name, string help, double[] bounds) => Meter.CreateHistogram(
        name, "s", help, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
}
#endif
