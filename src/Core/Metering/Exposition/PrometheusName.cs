namespace Zot.Metering;

/// <summary>What Prometheus calls a metric, as OpenTelemetry translates names: which gives zot's names for zot's metrics.</summary>
internal static class PrometheusName
{
    private const string Total = "_total";

    /// <summary>The name of a family: its unit is said, and a counter ends in <c>_total</c>.</summary>
    internal static string Of(MetricFamily family)
    {
        var name = Clean(family.Name);
        if (UnitName(family.Unit) is { } unit && !name.Contains(unit, StringComparison.Ordinal))
        {
            name = $"{name}_{unit}";
        }

        return family.Kind == MetricKind.Counter && !name.EndsWith(Total, StringComparison.Ordinal) ? name + Total : name;
    }

    /// <summary>The name of a label.</summary>
    internal static string OfLabel(string name) => Clean(name).Replace(':', '_');

    private static string Clean(string name) =>
        string.Create(name.Length, name, static (clean, name) =>
        {
            for (var i = 0; i < name.Length; i++)
            {
                var fits = char.IsAsciiLetter(name[i]) || name[i] is '_' or ':' || (i > 0 && char.IsAsciiDigit(name[i]));
                clean[i] = fits ? name[i] : '_';
            }
        });

    // By UCUM; what stands in braces is a remark and no unit.
    private static string? UnitName(string unit) => unit switch
    {
        "By" => "bytes",
        "s" => "seconds",
        "ms" => "milliseconds",
        _ => null,
    };
}
