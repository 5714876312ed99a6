using System.Text.Json;

namespace Zot.BlackBox.Harness;

/// <summary>The metrics of a registry at one moment, by series as Prometheus writes it: <c>zot_repo_uploads_total{repo="app"}</c>.</summary>
internal sealed class Figures
{
    private readonly Dictionary<string, double> _values;

    private Figures(IEnumerable<PrometheusSample> samples) =>
        _values = samples.ToDictionary(static sample => sample.Series, static sample => sample.Value, StringComparer.Ordinal);

    /// <summary>A value; 0 for what has none.</summary>
    public double this[string series] => _values.GetValueOrDefault(series);

    /// <summary>Every series whose name begins so.</summary>
    public IEnumerable<KeyValuePair<string, double>> Of(string metric) =>
        _values.Where(value => value.Key.StartsWith(metric, StringComparison.Ordinal));

    /// <summary>Reads the text for Prometheus.</summary>
    public static Figures OfText(Answer answer) =>
        new(PrometheusParser.Parse(answer.Text).Values.SelectMany(static family => family.Samples));

    /// <summary>Reads the JSON for the exporter, and names the series as the exporter does.</summary>
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
