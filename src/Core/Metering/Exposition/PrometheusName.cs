using Zot.Metering.Collecting;

namespace Zot.Metering.Exposition;

/// <summary>
/// Translates names for Prometheus by the rules of OpenTelemetry, which result in zot's names for zot's metrics.
/// </summary>
internal static class PrometheusName
{
    private const string Total = "_total";

    /// <summary>Returns the name of a family: with its unit, and <c>_total</c> for a counter.</summary>
    internal static string Of(MetricFamily family)
    {
        var name = Clean(family.Name);
        if (UnitName(family.Unit) is { } unit && !name.Contains(unit, StringComparison.Ordinal))
        {
            name = $"{name}_{unit}";
        }

        return family.Kind == MetricKind.Counter && !name.EndsWith(Total, StringComparison.Ordinal) ? name
            + Total : name;
    }

    /// <summary>Returns the name of a label.</summary>
    internal static string OfLabel(string name) => Clean(name).Replace(':', '_');

    private static string Clean(string name) =>
        string.Create(name.Length, name, static (clean, name) =>
        {
            for (var i = 0; i < name.Length; i++)
            {
                var fits =
                    char.IsAsciiLetter(name[i]) || name[i] is '_' or ':' || (i > 0 && char.IsAsciiDigit(name[i]));
                clean[i] = fits ? name[i] : '_';
            }
        });

    // UCUM units; annotations in braces are not units.
    private static string? UnitName(string unit) => unit switch
    {
        "By" => "bytes",
        "s" => "seconds",
        "ms" => "milliseconds",
        _ => null,
    };
}
