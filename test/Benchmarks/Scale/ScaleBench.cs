using System.Diagnostics;
using Zot.Benchmarks.Comparison;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Scale;

/// <summary>What every phase works with.</summary>
internal sealed class ScaleBench(ScaleOptions options, string folder)
{
    private static readonly TimeSpan SettlingLimit = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _clock = Stopwatch.StartNew();

    internal ScaleOptions Options { get; } = options;

    internal ScaleRows Rows { get; } = new(options);

    internal Results Results { get; } = new();

    /// <summary>Next to nothing, but what is in each set.</summary>
    internal DataSet Few { get; } = new(repositories: 0, tags: 0, options.ManyTags, options.Seed);

    /// <summary>A tenth of all.</summary>
    internal DataSet Tenth { get; } = new(options.Repositories / 10, options.Tags / 10, options.ManyTags, options.Seed);

    internal DataSet All { get; } = new(options.Repositories, options.Tags, options.ManyTags, options.Seed);

    /// <summary>A server on the data of a side, not yet started.</summary>
    /// <param name="side">The side.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="data">The side that the data was written for; <see langword="null"/> for the same.</param>
    internal Peer CreatePeer(string side, ScaleSettings settings, string? data = null) =>
        new ScaleZotPeer(side, Options.Zot.FullName, Path.Combine(folder, (data ?? side).Replace(' ', '-')), settings);

    /// <summary>Writes the data of a side.</summary>
    internal void Write(string side, DataSet set)
    {
        Say($"writing {set.Repositories.Count} repositories with {set.Tags} tags: {side}");
        new DataSetFiles(CreatePeer(side, new ScaleSettings()).Data).Write(set);
    }

    /// <summary>Waits until a server has nothing to do any more.</summary>
    internal static async Task SettleAsync(Peer peer, CancellationToken cancellationToken)
    {
        // Two ticks of the kernel's clock: what a server uses that does nothing.
        const double Idle = 0.021;
        var clock = Stopwatch.StartNew();
        for (var before = double.MinValue; ;)
        {
            var now = peer.CpuSeconds;
            if (now - before <= Idle)
            {
                return;
            }

            if (clock.Elapsed > SettlingLimit)
            {
                throw new BenchmarkException($"{peer.Name} is still at work {SettlingLimit.TotalMinutes} minutes after its start");
            }

            before = now;
            await Task.Delay(Quiet, cancellationToken);
        }
    }

    /// <summary>Says on the terminal what happens; the table alone goes to standard output.</summary>
    internal void Say(string what) => Console.Error.WriteLine($"{_clock.Elapsed:mm\\:ss} {what}");
}
