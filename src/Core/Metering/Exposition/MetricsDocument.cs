namespace Zot.Metering.Exposition;

/// <summary>
/// The metrics document that zot's minimal build serves to its exporter. The names are those of the JSON.
/// </summary>
internal sealed record MetricsDocument
{
    public IReadOnlyList<CounterItem>? Counters { get; init; } = [];

    public IReadOnlyList<GaugeItem>? Gauges { get; init; } = [];

    public IReadOnlyList<SummaryItem>? Summaries { get; init; } = [];

    public IReadOnlyList<HistogramItem>? Histograms { get; init; } = [];

    /// <summary>A series of any kind.</summary>
    internal abstract record Item
    {
        public required string Name { get; init; }

        public IReadOnlyList<string>? LabelNames { get; init; } = [];

        public IReadOnlyList<string>? LabelValues { get; init; } = [];
    }

    internal sealed record CounterItem : Item
    {
        public long Count { get; init; }
    }

    internal sealed record GaugeItem : Item
    {
        public double Value { get; init; }
    }

    internal sealed record SummaryItem : Item
    {
        public long Count { get; init; }

        public double Sum { get; init; }
    }

    internal sealed record HistogramItem : Item
    {
        public long Count { get; init; }

        public double Sum { get; init; }

        /// <summary>The cumulative counts, by upper bound.</summary>
        public IReadOnlyDictionary<string, long>? Buckets { get; init; }
    }
}
