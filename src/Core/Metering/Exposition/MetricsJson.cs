using System.Text.Json;
using Zot.Metering.Collecting;

namespace Zot.Metering.Exposition;

/// <summary>
/// Writes and reads metrics as JSON, which builds without the metrics extension serve to their exporter.
/// </summary>
public static class MetricsJson
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/json";

    /// <summary>Writes all families.</summary>
    public static Task WriteAsync(
        Stream output, IReadOnlyList<MetricFamily> families, CancellationToken cancellationToken)
    {
        var document = new MetricsDocument
        {
            Counters = [.. Items(
                families, MetricKind.Counter, static (family, sample) => new MetricsDocument.CounterItem
                {
                    Name = family.Name, LabelNames = family.LabelNames, LabelValues = sample.LabelValues,
                    Count = (long)sample.Value,
                })],
            Gauges = [.. Items(families, MetricKind.Gauge, static (family, sample) => new MetricsDocument.GaugeItem
            {
                Name = family.Name, LabelNames = family.LabelNames, LabelValues = sample.LabelValues,
                Value = sample.Value,
            })],
            Summaries = [.. Items(
                families, MetricKind.Summary, static (family, sample) => new MetricsDocument.SummaryItem
                {
                    Name = family.Name, LabelNames = family.LabelNames, LabelValues = sample.LabelValues,
                    Count = sample.Count, Sum = sample.Value,
                })],
            Histograms = [.. Items(
                families, MetricKind.Histogram, static (family, sample) => new MetricsDocument.HistogramItem
                {
                    Name = family.Name, LabelNames = family.LabelNames, LabelValues = sample.LabelValues,
                    Count = sample.Count, Sum = sample.Value, Buckets = BucketsOf(family, sample),
                })],
        };
        return JsonSerializer.SerializeAsync(
            output, document, MetricsDocumentContext.Plain.MetricsDocument, cancellationToken);
    }

    /// <summary>Reads all families; a list that is missing or null, as zot writes empty ones, is empty.</summary>
    /// <exception cref="JsonException">The document is invalid.</exception>
    public static async Task<IReadOnlyList<MetricFamily>> ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        var document = await JsonSerializer.DeserializeAsync(
            input, MetricsDocumentContext.Plain.MetricsDocument, cancellationToken)
            ?? throw new JsonException("the document is null");
        return MetricsDocumentReader.Read(document);
    }

    private static IEnumerable<T> Items<T>(
        IReadOnlyList<MetricFamily> families, MetricKind kind, Func<MetricFamily, MetricSample, T> create) =>
        from family in families
        where family.Kind == kind
        from sample in family.Samples
        select create(family, sample);

    private static Dictionary<string, long> BucketsOf(MetricFamily family, MetricSample sample) =>
        family.Bounds.Append(double.PositiveInfinity)
            .Zip(sample.Buckets)
            .ToDictionary(
                static bucket => PrometheusText.Format(bucket.First),
                static bucket => bucket.Second,
                StringComparer.Ordinal);
}
