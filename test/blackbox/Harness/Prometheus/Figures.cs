using System.Text.Json;

namespace Zot.BlackBox.Harness.Prometheus;

/// <summary>
/// A snapshot of the metrics of a registry, by series in Prometheus notation:
/// <c>zot_repo_uploads_total{repo="app"}</c>.
/// </summary>
internal sealed class Figures
{
    private readonly Dictionary<string, double> _values;

    private Figures(IEnumerable<PrometheusSample> samples) =>
        _values = samples.ToDictionary(static sample => sample.Series, static sample => sample.Value, StringComparer.Ordinal);

    /// <summary>Gets the value of a series; 0 if it does not exist.</summary>
    public double this[string series] => _values.GetValueOrDefault(series);

    /// <summary>Returns all series whose name starts with a prefix.</summary>
    public IEnumerable<KeyValuePair<string, double>> Of(string metric) =>
        _values.Where(value => value.Key.StartsWith(metric, StringComparison.Ordinal));

    /// <summary>Reads the Prometheus text format.</summary>
    public static Figures OfText(Answer answer) =>
        new(PrometheusParser.Parse(answer.Text).Values.SelectMany(static family => family.Samples));

    /// <summary>Reads the JSON format for the exporter, and names the series like the exporter.</summary>
    public static Figures OfJson(Answer answer) => new(
        Items(answer, "Counters").Select(static item => Sample(item, "_total", "Count"))
            .Concat(Items(answer, "Gauges").Select(static item => Sample(item, "", "Value")))
            .Concat(Items(answer, "Summaries").SelectMany(static item => new[] { Sample(item, "_count", "Count"), Sample(item, "_sum", "Sum") }))
            .Concat(Items(answer, "Histograms").SelectMany(static item => new[] { Sample(item, "_count", "Count"), Sample(item, "_sum", "Sum") })));

    private static JsonElement.ArrayEnumerator Items(Answer answer, string list) => answer.Json.GetProperty(list).EnumerateArray();

    private static PrometheusSample Sample(JsonElement item, string suffix, string value)
    {
        var names = item.GetProperty("LabelNames").EnumerateArray().Select(static name => name.GetString()!);
        var values = item.GetProperty("LabelValues").EnumerateArray().Select(static value => value.GetString()!);
        var labels = new SortedDictionary<string, string>(
            names.Zip(values).ToDictionary(static label => label.First, static label => label.Second, StringComparer.Ordinal), StringComparer.Ordinal);
        var name = item.GetProperty("Name").GetString()!.Replace('.', '_') + suffix;
        return new PrometheusSample(name, labels, item.GetProperty(value).GetDouble());
    }
}
