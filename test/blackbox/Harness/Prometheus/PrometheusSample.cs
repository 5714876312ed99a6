namespace Zot.BlackBox.Harness;

/// <summary>A line with a value.</summary>
internal sealed record PrometheusSample(string Name, SortedDictionary<string, string> Labels, double Value)
{
    /// <summary>What no other line may be: <c>name{a="1",b="2"}</c>, the labels sorted.</summary>
    public string Series => Key(Name, Labels);

    /// <summary>The same of its whole metric: without what tells the parts of one distribution from each other.</summary>
    public string Distribution => Key("", Labels.Where(static label => label.Key is not ("le" or "quantile")));

    public static string Key(string name, IEnumerable<KeyValuePair<string, string>> labels) =>
        string.Join(',', labels.Select(static label => $"{label.Key}=\"{label.Value}\"")) is { Length: > 0 } text ? $"{name}{{{text}}}" : name;
}
