using System.Diagnostics;
using System.Globalization;
using Zot.Benchmarks.Comparison;
using Zot.Benchmarks.Content;
using Zot.Benchmarks.Load;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Measures;

/// <summary>Measures pushes of new small images under new tags by concurrent clients.</summary>
/// <param name="row">The row of the results.</param>
/// <param name="clients">The number of concurrent clients.</param>
/// <param name="seconds">The duration, in seconds.</param>
/// <param name="repository">The repository; <see langword="null"/> for a new one per client and sample.</param>
internal sealed class PushMeasure(Row row, int clients, int seconds, string? repository = null) : IMeasure
{
    // The maximum per client, so that a repository of 10,000 tags does not grow to 20,000.
    private const int Limit = 400;
    private const int LayerLength = 4096;

    private int _samples;

    public Row Row => row;

    public bool NeedsRegistry => true;

    public async Task<Sample> TakeAsync(Peer peer, CancellationToken cancellationToken)
    {
        var sample = Interlocked.Increment(ref _samples);
        using var registry = new RegistryClient(peer.Address);
        var cpu = peer.CpuSeconds;
        var clock = Stopwatch.StartNew();
        var pushes = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => PushAsync(
            registry, repository ?? $"push/{clients}-{sample}/{client}", $"p{sample}", cancellationToken)));
        var elapsed = clock.Elapsed.TotalSeconds;
        return new Sample(pushes.Sum() / elapsed, (peer.CpuSeconds - cpu) / pushes.Sum() * 1e3);
    }

    private async Task<int> PushAsync(RegistryClient registry, string name, string prefix, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var count = 0;
        while (count < Limit && clock.Elapsed.TotalSeconds < seconds)
        {
            var tag = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{count++}");
            await registry.PushAsync(name, tag, Image.Unique(LayerLength), cancellationToken);
        }

        return count;
    }
}
