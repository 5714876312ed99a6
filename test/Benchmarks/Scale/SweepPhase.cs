using Zot.Benchmarks.Comparison;
using Zot.Benchmarks.Load;
using Zot.Benchmarks.Measures;

namespace Zot.Benchmarks.Scale;

/// <summary>Measures garbage collection sweeps: their duration, and their effect on concurrent pulls.</summary>
internal static class SweepPhase
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PullingLimit = TimeSpan.FromMinutes(3);

    // The number of sweeps over unchanged content.
    private const int Next = 3;

    // The minimum for a meaningful 99th percentile.
    private const int EnoughPulls = 1_000;

    internal static async Task RunAsync(ScaleBench bench, CancellationToken cancellationToken)
    {
        await MeasureAsync(bench, ScaleRows.Tenth, bench.Tenth, cancellationToken);
        await MeasureAsync(bench, ScaleRows.All, bench.All, cancellationToken);
    }

    private static async Task MeasureAsync(ScaleBench bench, string side, DataSet set, CancellationToken cancellationToken)
    {
        bench.Say($"{side}: sweeps");
        await using var peer = bench.CreatePeer(side, new ScaleSettings { HasIndex = true, GcInterval = Interval });
        await peer.StartAsync(cancellationToken);
        using var client = new RegistryClient(peer.Address);
        await using var watch = new SweepWatch(client);
        var sweeps = await watch.WaitAsync(1 + Next, cancellationToken);
        Note(ScaleRows.FirstSweep, ScaleRows.FirstSweepEach, sweeps[0]);
        foreach (var sweep in sweeps.Skip(1).Take(Next))
        {
            Note(ScaleRows.NextSweep, ScaleRows.NextSweepEach, sweep);
        }

        bench.Results.Add(ScaleRows.SweptMemory, side, new Sample(peer.ResidentMiB));
        bench.Results.Add(ScaleRows.SweptShare, side, new Sample(peer.ProportionalMiB));
        if (side == ScaleRows.All)
        {
            await PullAsync(bench, client, watch, sweeps[1].Duration, cancellationToken);
        }

        void Note(Row row, Row each, Sweep sweep)
        {
            bench.Results.Add(row, side, new Sample(sweep.Duration.TotalSeconds));
            bench.Results.Add(each, side, new Sample(sweep.Duration.TotalMilliseconds / set.Repositories.Count));
        }
    }

    private static async Task PullAsync(
        ScaleBench bench, RegistryClient client, SweepWatch watch, TimeSpan sweep, CancellationToken cancellationToken)
    {
        // Short sweeps of a small registry are combined until they contain enough pulls.
        var perRound = Math.Max(1, (int)Math.Ceiling(EnoughPulls / (bench.Options.PullsPerSecond * sweep.TotalSeconds)));
        var wanted = Math.Clamp((int)(PullingLimit / (sweep + Interval)), 2, perRound * bench.Options.Rounds);
        bench.Say($"pulls during {wanted} sweeps, and between them");
        var load = new PullLoad(client, bench.All, bench.Options.PullsPerSecond, bench.Options.Seed);
        var pulling = load.RunAsync(cancellationToken);
        var from = (await watch.WaitAsync(1 + Next, cancellationToken)).Count;
        var sweeps = await watch.WaitAsync(from + wanted + 1, cancellationToken);
        load.End();
        Note(bench.Results, [.. sweeps.Skip(from)], await pulling, Math.Min(perRound, wanted));
    }

    // A round consists of some sweeps, and the time before each. The first sweep only marks the start of the time after
    // it, as it may have begun before the pulls.
    private static void Note(Results results, Sweep[] sweeps, List<Pull> pulls, int perRound)
    {
        foreach (var round in Enumerable.Range(1, sweeps.Length - 1).Chunk(perRound).Where(round => round.Length == perRound))
        {
            var during = round.SelectMany(at => pulls.Where(pull => pull.IsWithin(sweeps[at])));
            var between = round.SelectMany(at => pulls.Where(pull => pull.Started > sweeps[at - 1].Ended && pull.Ended < sweeps[at].Started));
            var times = new Round([[.. between.Select(static pull => pull.Milliseconds)], [.. during.Select(static pull => pull.Milliseconds)]]);
            foreach (var (row, part) in new[] { (ScaleRows.SweptPull, 0.5), (ScaleRows.SweptPullTail, 0.99) })
            {
                results.Add(row, ScaleRows.Quiet, new Sample(times.At(0, part)));
                results.Add(row, ScaleRows.Sweeping, new Sample(times.At(1, part)));
            }
        }
    }
}
