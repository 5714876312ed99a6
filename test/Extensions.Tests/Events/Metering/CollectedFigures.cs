#if EXT_EVENTS
using Zot.Extensions.Events.Metering;
using Zot.Metering;
using Zot.Metering.Collecting;

namespace Zot.Extensions.Tests.Events.Metering;

/// <summary>A meter and its collected measurements.</summary>
internal sealed class CollectedFigures : IDisposable
{
    private readonly ZotMeter _zot = new();
    private readonly MetricsCollector _collector;

    public CollectedFigures()
    {
        _collector = new MetricsCollector(meter => meter == _zot.Meter);
        _collector.Start();
        Meter = new EventMeter(_zot);
    }

    public EventMeter Meter { get; }

    /// <summary>
    /// Returns the value of a series by name and labels: <c>zot.events.dropped[too_many]</c>; of histograms the count.
    /// </summary>
    public IReadOnlyDictionary<string, double> Read() => _collector.Collect()
        .SelectMany(static family => family.Samples.Select(sample => KeyValuePair.Create(
            $"{family.Name}[{string.Join(',', sample.LabelValues)}]",
            family.Kind is MetricKind.Counter or MetricKind.Gauge ? sample.Value : sample.Count)))
        .ToDictionary(StringComparer.Ordinal);

    public void Dispose()
    {
        _collector.Dispose();
        _zot.Dispose();
    }
}
#endif
