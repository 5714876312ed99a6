namespace Zot.Metering;

/// <summary>The name and help text of a metric.</summary>
/// <param name="Name">
/// The name, with dots: <c>zot.http.requests</c>. In Prometheus, with underscores, and counters end in <c>_total</c>.
/// </param>
/// <param name="Help">The help text.</param>
public sealed record MetricDefinition(string Name, string Help);
