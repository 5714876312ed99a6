namespace Zot.BlackBox.Harness;

/// <summary>A metric as Prometheus would know it.</summary>
internal sealed record PrometheusFamily(string Name, string Type, string Help, List<PrometheusSample> Samples);
