using Zot.Benchmarks.Comparison;
using Zot.Benchmarks.Load;
using Zot.Benchmarks.Peers;
using Zot.Registry;

namespace Zot.Benchmarks.Measures;

/// <summary>Measures the same GET request, repeated by several concurrent clients.</summary>
internal sealed class RequestMeasure(Row row, Wrk wrk, string path, int clients, int seconds) : IMeasure
{
    public Row Row => row;

    /// <summary>The size of the content in bytes, to measure throughput; otherwise requests are counted.</summary>
    internal long? Length { get; init; }

    /// <summary>The factor from the CPU seconds of a request, or of a GiB, to the unit of the row.</summary>
    internal double CpuScale { get; init; } = 1;

    public bool NeedsRegistry { get; init; }

    public async Task<Sample> TakeAsync(Peer peer, CancellationToken cancellationToken)
    {
        var cpu = peer.CpuSeconds;
        var report = await wrk.RunAsync(
            new Uri(peer.Address, path), clients, seconds, MediaTypes.OciManifest, cancellationToken);
        cpu = peer.CpuSeconds - cpu;
        var (speed, units) = Length is { } length
            ? (report.Requests * length / (1 << 20), report.Requests * length / (1 << 30))
            : (report.Requests, report.Requests);
        return new Sample(speed / report.Seconds, cpu / units * CpuScale, report.SecondsAt99 * 1000);
    }
}
