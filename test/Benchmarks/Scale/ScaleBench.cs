using System.Diagnostics;
using Zot.Benchmarks.Comparison;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Scale;

/// <summary>The context of all phases.</summary>
internal sealed class ScaleBench(ScaleOptions options, string folder)
{
    private static readonly TimeSpan SettlingLimit = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _clock = Stopwatch.StartNew();

    internal ScaleOptions Options { get; } = options;

    internal ScaleRows Rows { get; } = new(options);

    internal Results Results { get; } = new();

    /// <summary>The minimal data set: only the repositories that are in each set.</summary>
    internal DataSet Few { get; } = new(repositories: 0, tags: 0, options.ManyTags, options.Seed);

    /// <summary>The data set with a tenth of all repositories and tags.</summary>
    internal DataSet Tenth { get; } = new(options.Repositories / 10, options.Tags / 10, options.ManyTags, options.Seed);

    internal DataSet All { get; } = new(options.Repositories, options.Tags, options.ManyTags, options.Seed);

    /// <summary>Creates a server on the data of a side, not yet started.</summary>
    /// <param name="side">The side.</param>
    /// <param name="settings">The settings of the server.</param>
    /// <param name="data">The side that the data was written for; <see langword="null"/> for the same.</param>
    internal Peer CreatePeer(string side, ScaleSettings settings, string? data = null) =>
        new ScaleZotPeer(side, Options.Zot.FullName, Path.Combine(folder, (data ?? side).Replace(' ', '-')), settings);

    /// <summary>Writes the data of a side.</summary>
    internal void Write(string side, DataSet set)
    {
        Say($"writing {set.Repositories.Count} repositories with {set.Tags} tags: {side}");
        new DataSetFiles(CreatePeer(side, new ScaleSettings()).Data).Write(set);
    }

    /// <summary>Waits until a server is idle.</summary>
    internal static async Task ReplaceAsync(Peer peer, CancellationToken cancellationToken)
    {
        // Two ticks of the kernel's clock, the CPU time of an idle server.
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

    /// <summary>Reports progress on standard error; only the table goes to standard output.</summary>
    internal void Say(string what) => Console.Error.WriteLine($"{_clock.Elapsed:mm\\:ss} {what}");
}
