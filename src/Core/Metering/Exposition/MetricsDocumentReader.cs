using System.Globalization;
using System.Text.Json;
using Zot.Metering.Collecting;

namespace Zot.Metering.Exposition;

/// <summary>Converts a document to metric families: items with the same name form one family.</summary>
internal static class MetricsDocumentReader
{
    internal static IReadOnlyList<MetricFamily> Read(MetricsDocument document) =>
    [
        .. Families(
            document.Counters, MetricKind.Counter, static (item, labels) => new MetricSample(labels, item.Count))
            .Concat(Families(
                document.Gauges, MetricKind.Gauge, static (item, labels) => new MetricSample(labels, item.Value)))
            .Concat(Families(
                document.Summaries, MetricKind.Summary,
                static (item, labels) => new MetricSample(labels, item.Sum, item.Count, [])))
            .Concat(Histograms(document.Histograms))
            .OrderBy(static family => family.Name, StringComparer.Ordinal),
    ];

    private static IEnumerable<MetricFamily> Families<T>(
        IReadOnlyList<T>? items, MetricKind kind, Func<T, IReadOnlyList<string>, MetricSample> create)
        where T : MetricsDocument.Item =>
        from item in items ?? []
        group item by item.Name into named
        let names = named.First().LabelNames ?? []
        select new MetricFamily(
            named.Key, kind, ZotMetrics.HelpOf(named.Key), "", names,
            [], [.. named.Select(item => create(item, LabelsOf(item, names)))]);

    private static IEnumerable<MetricFamily> Histograms(IReadOnlyList<MetricsDocument.HistogramItem>? items) =>
        from item in items ?? []
        group item by item.Name into named
        let names = named.First().LabelNames ?? []
        let bounds = BoundsOf(named.First())
        select new MetricFamily(
            named.Key, MetricKind.Histogram, ZotMetrics.HelpOf(named.Key),
            "", names, [.. bounds.SkipLast(1).Select(static bound => bound.Value)],
            [.. named.Select(
                item => new MetricSample(LabelsOf(item, names), item.Sum, item.Count, BucketsOf(item, bounds)))]);

    private static IReadOnlyList<string> LabelsOf(MetricsDocument.Item item, IReadOnlyList<string> names)
    {
        var values = item.LabelValues ?? [];
        return values.Count == names.Count && (item.LabelNames ?? []).SequenceEqual(names, StringComparer.Ordinal)
            ? values
            : throw new JsonException($"the series of '{item.Name}' have different labels");
    }

    private static List<(string Text, double Value)> BoundsOf(MetricsDocument.HistogramItem item)
    {
        List<(string Text, double Value)> bounds =
            [.. (item.Buckets ?? new Dictionary<string, long>()).Keys
                .Select(text => (text, Parse(item, text)))
                .OrderBy(static bound => bound.Item2)];
        return bounds is [.., (_, double.PositiveInfinity)]
            ? bounds
            : throw new JsonException($"'{item.Name}' has no +Inf bucket");
    }

    private static double Parse(MetricsDocument.HistogramItem item, string bound) =>
        bound == "+Inf" ? double.PositiveInfinity
        : double.TryParse(bound, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
        : throw new JsonException($"'{item.Name}' has an invalid bucket bound '{bound}'");

    private static long[] BucketsOf(MetricsDocument.HistogramItem item, List<(string Text, double Value)> bounds)
    {
        var buckets = item.Buckets ?? new Dictionary<string, long>();
        return buckets.Count == bounds.Count && bounds.TrueForAll(bound => buckets.ContainsKey(bound.Text))
            ? [.. bounds.Select(bound => buckets[bound.Text])]
            : throw new JsonException($"the series of '{item.Name}' have different buckets");
    }
}
