namespace Zot.Metering;

/// <summary>One of zot's metrics.</summary>
/// <param name="Name">
/// Its name, with dots: <c>zot.http.requests</c>. Prometheus knows it with underscores, a counter with <c>_total</c> behind.
/// </param>
/// <param name="Help">What it says, for people.</param>
public sealed record MetricDefinition(string Name, string Help);
