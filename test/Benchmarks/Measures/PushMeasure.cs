using System.Diagnostics;
using System.Globalization;
using Zot.Benchmarks.Comparison;
using Zot.Benchmarks.Content;
using Zot.Benchmarks.Load;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Measures;

/// <summary>New small images under new tags, pushed by clients that do not wait for each other.</summary>
/// <param name="row">The row it fills.</param>
/// <param name="clients">How many clients push at once.</param>
/// <param name="seconds">For how long.</param>
/// <param name="repository">Where to; <see langword="null"/> for a new repository per client and sample.</param>
internal sealed class PushMeasure(Row row, int clients, int seconds, string? repository = null) : IMeasure
{
    // What one client pushes at most, so that a repository of 10,000 tags does not become one of 20,000.
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
