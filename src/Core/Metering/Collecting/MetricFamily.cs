namespace Zot.Metering;

/// <summary>A metric with all its values, as they were at one moment.</summary>
/// <param name="Name">Its name, with dots.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Help">What it says, for people.</param>
/// <param name="Unit">Its unit by UCUM, unless the name says it: <c>By</c>, <c>s</c>; empty for none.</param>
/// <param name="LabelNames">The names of its labels.</param>
/// <param name="Bounds">A histogram's upper bounds, without the last one, which is infinite; else empty.</param>
/// <param name="Samples">Its values, each with other labels.</param>
public sealed record MetricFamily(
    string Name,
    MetricKind Kind,
    string Help,
    string Unit,
    IReadOnlyList<string> LabelNames,
    IReadOnlyList<double> Bounds,
    IReadOnlyList<MetricSample> Samples);
