#if EXT_EVENTS
using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Journal;

namespace Zot.Extensions.Events.Metering;

/// <summary>Observes the sinks and the journal whenever metrics are collected.</summary>
internal sealed class EventGauges(
    EventMeter meter, Func<IReadOnlyList<SinkHandle>> sinks, IJournalQueries journal, TimeProvider time)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        PerSink(
            "registry.notifications.pending.total",
            "endpoint",
            "Events that are pending for a sink.",
            sink => journal.WaitingFor(sink.Name).Waiting);
        PerSink(
            "zot.events.oldest.seconds",
            "sink",
            "Age of the oldest event that is pending for a sink; 0 if there is none.",
            sink => AgeOfOldest(sink.Name));
        PerSink(
            "zot.events.breaker.open",
            "sink",
            "1 if the circuit breaker of a sink is open, or 0.",
            static sink => sink.Breaker.IsOpen ? 1 : 0);
        PerSink(
            "zot.events.sink.closed",
            "sink",
            "1 if a sink is closed until the next start, or 0.",
            static sink => sink.Queue.IsClosed ? 1 : 0);
        PerSink(
            "zot.events.dead.letters",
            "sink",
            "Dead letters that were neither replayed nor purged.",
            sink => journal.CountDead(sink.Name));
        PerSink(
            "zot.events.sink.failing",
            "sink",
            "1 if the registry fails to read or write the journal for a sink, and retries, or 0.",
            static sink => sink.Queue.IsFailing ? 1 : 0);
        meter.Meter.CreateObservableGauge(
            "zot.events.quarantined",
            () => Read(() => [new Measurement<double>(journal.CountQuarantined())]), unit: null,
            "Damaged records of the event journal in quarantine.");
        meter.Meter.CreateObservableGauge(
            "zot.events.journal.bytes", () => Read(() => [new Measurement<double>(journal.Bytes)]),
            unit: null, "Size of the event journal on disk.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void PerSink(string name, string label, string help, Func<SinkHandle, double> value) =>
        meter.Meter.CreateObservableGauge(
            name,
            () => Read(() => [.. sinks().Select(
                sink => new Measurement<double>(value(sink), new KeyValuePair<string, object?>(label, sink.Name)))]),
            unit: null,
            help);

    private double AgeOfOldest(string sink) =>
        journal.WaitingFor(sink).Oldest is { } oldest ? Math.Max(0, (time.GetUtcNow() - oldest).TotalSeconds) : 0;

    private static Measurement<double>[] Read(Func<Measurement<double>[]> read)
    {
        try
        {
            return read();
        }
        catch (Exception cause) when (cause is DbException or InvalidOperationException or IOException)
        {
            return []; // a journal that cannot be read, or is closed, must not suppress the other metrics
        }
    }
}
#endif
