#if EXT_SYNC
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Zot.Extensions.Sync.Downloads;
using Zot.Extensions.Sync.Upstreams;
using Zot.Metering;

namespace Zot.Extensions.Sync.Admin;

/// <summary>Observes the upstream registries whenever metrics are collected.</summary>
/// <param name="zot">The meter of the registry.</param>
/// <param name="upstreams">The upstream registries.</param>
/// <param name="downloads">The downloads.</param>
internal sealed class SyncMeter(ZotMeter zot, UpstreamSet upstreams, BlobDownloads downloads) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Count("zot.sync.images", "Images copied from an upstream registry.", static state => state.Images);
        Count("zot.sync.requests", "Requests to an upstream registry.", static state => state.Usage.Requests);
        Count(
            "zot.sync.received.bytes", "Bytes of responses of an upstream registry.",
            static state => state.Usage.BytesReceived);
        Count("zot.sync.failures", "Operations of an upstream registry that failed.", static state => state.Failures);
        zot.Meter.CreateObservableCounter(
            "zot.sync.pulls",
            () => Each(static state => state.Hits, "result", "hit")
                .Concat(Each(static state => state.Misses, "result", "miss")),
            unit: null, "Pulls of manifests, by whether the local copy was up to date.");
        zot.Meter.CreateObservableGauge(
            "zot.sync.running", () => Each(static state => state.Running), unit: null, "Images that are being copied.");
        zot.Meter.CreateObservableGauge(
            "zot.sync.downloads", () => downloads.Count, unit: null, "Blobs that are downloaded, or wait for it.");
        zot.Meter.CreateObservableGauge(
            "zot.sync.last.success.seconds",
            () => Each(static state => state.LastSuccess?.ToUnixTimeSeconds() ?? 0),
            unit: null,
            "The last response of an upstream registry, in seconds since 1970; 0 if none.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Count(string name, string help, Func<UpstreamState, long> value) =>
        zot.Meter.CreateObservableCounter(name, () => Each(value), unit: null, help);

    private IEnumerable<Measurement<long>> Each(
        Func<UpstreamState, long> value, string? label = null, string? text = null) =>
        upstreams.All.Select(upstream =>
        {
            KeyValuePair<string, object?> registry = new("registry", upstream.Name);
            return label is null
                ? new Measurement<long>(value(upstream.State), registry)
                : new Measurement<long>(value(upstream.State), registry, new(label, text));
        });
}
#endif
