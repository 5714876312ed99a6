namespace Zot.BlackBox.Harness.Prometheus;

/// <summary>A sample: a series with a value.</summary>
internal sealed record PrometheusSample(string Name, SortedDictionary<string, string> Labels, double Value)
{
    /// <summary>The unique series: <c>name{a="1",b="2"}</c>, with sorted labels.</summary>
    public string Series => Key(Name, Labels);

    /// <summary>The labels of the distribution: without the name, and the labels that distinguish its parts.</summary>
    public string Distribution => Key("", Labels.Where(static label => label.Key is not ("le" or "quantile")));

    public static string Key(string name, IEnumerable<KeyValuePair<string, string>> labels) =>
        string.Join(',', labels.Select(static label => $"{label.Key}=\"{label.Value}\"")) is { Length: > 0 } text ? $"{name}{{{text}}}" : name;
}
