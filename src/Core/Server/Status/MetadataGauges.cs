using System.Diagnostics.Metrics;
using Zot.Metadata;
using Zot.Metering;

namespace Zot.Server.Status;

/// <summary>The metrics of the metadata index, read whenever they are asked for.</summary>
internal static class MetadataGauges
{
    public static void Observe(Meter meter, IMetadataIndex? index)
    {
        if (index is not null)
        {
            var metric = ZotMetrics.MetadataFailed;
            meter.CreateObservableGauge(metric.Name, () => index.FailedRepositories, unit: null, metric.Help);
        }
    }
}
