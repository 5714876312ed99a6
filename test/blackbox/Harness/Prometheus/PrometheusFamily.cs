namespace Zot.BlackBox.Harness.Prometheus;

/// <summary>A metric family.</summary>
internal sealed record PrometheusFamily(string Name, string Type, string Help, List<PrometheusSample> Samples);
