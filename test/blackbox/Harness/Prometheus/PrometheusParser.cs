using System.Globalization;
using System.Text.RegularExpressions;

namespace Zot.BlackBox.Harness.Prometheus;

/// <summary>
/// Parses the text-based exposition format 0.0.4 strictly: rejects any violation, even where Prometheus is lenient.
/// </summary>
internal static partial class PrometheusParser
{
    private static readonly string[] Types = ["counter", "gauge", "histogram", "summary", "untyped"];

    /// <summary>Parses a text into its families, by name.</summary>
    /// <exception cref="FormatException">The text violates the format.</exception>
    public static IReadOnlyDictionary<string, PrometheusFamily> Parse(string text)
    {
        Require(text.EndsWith('\n'), "the last line has no line break");
        Require(!text.Contains('\r', StringComparison.Ordinal), "the text contains a carriage return");
        var families = new Dictionary<string, PrometheusFamily>(StringComparer.Ordinal);
        var series = new HashSet<string>(StringComparer.Ordinal);
        PrometheusFamily? current = null;
        string? help = null;
        string? helped = null;
        foreach (var line in text[..^1].Split('\n'))
        {
            if (HelpLine().Match(line) is { Success: true } explanation)
            {
                Require(helped is null, $"two HELP lines in a row: {line}");
                (helped, help) = (explanation.Groups["name"].Value, Unescape(explanation.Groups["help"].Value, quotes: false));
            }
            else if (TypeLine().Match(line) is { Success: true } typed)
            {
                var (name, type) = (typed.Groups["name"].Value, typed.Groups["type"].Value);
                Require(helped == name, $"TYPE without a HELP line before: {line}");
                Require(Types.Contains(type), $"unknown type: {line}");
                current = new PrometheusFamily(name, type, help!, []);
                Require(families.TryAdd(name, current), $"duplicate family: {line}");
                helped = null;
            }
            else
            {
                Require(current is not null && helped is null, $"sample without a HELP and TYPE line before: {line}");
                var sample = ParseSample(line);
                Require(IsOf(current!, sample.Name), $"not a sample of {current!.Name}: {line}");
                Require(series.Add(sample.Series), $"duplicate series: {line}");
                current!.Samples.Add(sample);
            }
        }

        foreach (var family in families.Values)
        {
            Check(family);
        }

        return families;
    }

    private static bool IsOf(PrometheusFamily family, string name) => family.Type switch
    {
        "histogram" => name == $"{family.Name}_bucket" || name == $"{family.Name}_sum" || name == $"{family.Name}_count",
        "summary" => name == family.Name || name == $"{family.Name}_sum" || name == $"{family.Name}_count",
        _ => name == family.Name,
    };

    private static PrometheusSample ParseSample(string line)
    {
        var match = SampleLine().Match(line);
        Require(match.Success, $"malformed sample: {line}");
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (Match label in LabelPair().Matches(match.Groups["labels"].Value))
        {
            Require(labels.TryAdd(label.Groups["name"].Value, Unescape(label.Groups["value"].Value, quotes: true)), $"duplicate label: {line}");
        }

        return new PrometheusSample(match.Groups["name"].Value, labels, ParseValue(match.Groups["value"].Value, line));
    }

    private static double ParseValue(string text, string line) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"invalid number: {line}"),
    };

    private static string Unescape(string text, bool quotes) => Escape().Replace(text, match => match.Value switch
    {
        @"\\" => @"\",
        @"\n" => "\n",
        "\\\"" when quotes => "\"",
        _ => throw new FormatException($"invalid escape: {match.Value}"),
    });

    private static void Check(PrometheusFamily family)
    {
        Require(family.Help.Length > 0, $"{family.Name} has no help text");
        Require(family.Samples.Count > 0, $"{family.Name} has no samples");
        Require(family.Type != "counter" || family.Name.EndsWith("_total", StringComparison.Ordinal), $"{family.Name} does not end in _total");
        Require(family.Type != "counter" || family.Samples.TrueForAll(static sample => sample.Value >= 0), $"{family.Name} is negative");
        if (family.Type is "histogram" or "summary")
        {
            foreach (var parts in family.Samples.GroupBy(static sample => sample.Distribution, StringComparer.Ordinal))
            {
                CheckDistribution(family, [.. parts]);
            }
        }
    }

    private static void CheckDistribution(PrometheusFamily family, List<PrometheusSample> parts)
    {
        var count = parts.Single(part => part.Name == $"{family.Name}_count").Value;
        Require(parts.Count(part => part.Name == $"{family.Name}_sum") == 1, $"{family.Name} has no sum");
        if (family.Type != "histogram")
        {
            return;
        }

        var buckets = parts.Where(part => part.Name == $"{family.Name}_bucket").ToList();
        var bounds = buckets.ConvertAll(static bucket => ParseValue(bucket.Labels["le"], bucket.Series));
        Require(bounds.SequenceEqual(bounds.Order()), $"the buckets of {family.Name} are not in order");
        Require(bounds is [.., double.PositiveInfinity], $"{family.Name} has no +Inf bucket");
        Require(buckets.Select(static bucket => bucket.Value).SequenceEqual(buckets.Select(static bucket => bucket.Value).Order()), $"{family.Name} is not cumulative");
        Require(buckets[^1].Value == count, $"the last bucket of {family.Name} is not its count");
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new FormatException(fault);
        }
    }

    [GeneratedRegex("^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<help>.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HelpLine();

    [GeneratedRegex("^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>[a-z]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeLine();

    [GeneratedRegex(
        """^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>[a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\.)*"(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\.)*")*)\})? (?<value>\S+)$""",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SampleLine();

    [GeneratedRegex("""(?<name>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>([^"\\\n]|\\.)*)"(,|$)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelPair();

    [GeneratedRegex(@"\\.?", RegexOptions.None, 1000)]
    private static partial Regex Escape();
}
