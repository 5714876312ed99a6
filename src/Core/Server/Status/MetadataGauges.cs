using System.Diagnostics.Metrics;
using Zot.Metadata;
using Zot.Metering;

namespace Zot.Server.Status;

/// <summary>Observes the metadata index as metrics.</summary>
internal static class MetadataGauges
{
    public static void Observe(Meter meter, IMetadataIndex index)
    {
        var metric = ZotMetrics.MetadataFailed;
        meter.CreateObservableGauge(metric.Name, () => index.FailedRepositories, unit: null, metric.Help);
    }
}
