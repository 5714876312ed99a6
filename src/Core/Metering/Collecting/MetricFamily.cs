namespace Zot.Metering.Collecting;

/// <summary>A metric with all its values at one point in time.</summary>
/// <param name="Name">The name, with dots.</param>
/// <param name="Kind">The kind of metric.</param>
/// <param name="Help">The help text.</param>
/// <param name="Unit">The UCUM unit, unless it is part of the name: <c>By</c>, <c>s</c>; empty for none.</param>
/// <param name="LabelNames">The label names.</param>
/// <param name="Bounds">The upper bounds of a histogram, without the infinite one; otherwise empty.</param>
/// <param name="Samples">The values, each with different labels.</param>
public sealed record MetricFamily(
    string Name,
    MetricKind Kind,
    string Help,
    string Unit,
    IReadOnlyList<string> LabelNames,
    IReadOnlyList<double> Bounds,
    IReadOnlyList<MetricSample> Samples);
