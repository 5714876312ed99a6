using Zot.Benchmarks.Comparison;
using Zot.Benchmarks.Load;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Measures;

/// <summary>Measures the download of a large blob, several times by one client.</summary>
internal sealed class DownloadMeasure(Row row, Curl curl, string path, long length, int times) : IMeasure
{
    public Row Row => row;

    public bool NeedsRegistry => false;

    public async Task<Sample> TakeAsync(Peer peer, CancellationToken cancellationToken)
    {
        var cpu = peer.CpuSeconds;
        var seconds = await curl.GetAsync(new Uri(peer.Address, path), times, cancellationToken);
        cpu = peer.CpuSeconds - cpu;
        double bytes = length * times;
        return new Sample(bytes / (1 << 20) / seconds, cpu / (bytes / (1 << 30)));
    }
}
