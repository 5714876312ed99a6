using System.Diagnostics;
using Zot.Benchmarks.Comparison;
using Zot.Benchmarks.Load;
using Zot.Benchmarks.Measures;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Scale;

/// <summary>The same for several servers in turn, step by step: what else the machine does weighs on all alike.</summary>
/// <param name="servers">The servers and their clients.</param>
internal sealed class Turns(IReadOnlyList<(Peer Peer, RegistryClient Client)> servers)
{
    /// <summary>Takes a number of steps on each server.</summary>
    /// <param name="count">How many.</param>
    /// <param name="step">The step of a number, on a server.</param>
    /// <returns>The times, in milliseconds, by server.</returns>
    internal async Task<Round> TakeAsync(int count, Func<Peer, RegistryClient, int, Task> step)
    {
        var times = servers.Select(_ => new double[count]).ToArray();
        for (var number = 0; number < count; number++)
        {
            for (var turn = 0; turn < servers.Count; turn++)
            {
                // Nobody is always the first.
                var which = (turn + number) % servers.Count;
                var start = Stopwatch.GetTimestamp();
                await step(servers[which].Peer, servers[which].Client, number);
                times[which][number] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }

        return new Round(times);
    }

    /// <summary>Notes of each server the time that a part of the steps took at most.</summary>
    internal void Note(Results results, Row row, Round round, double part)
    {
        for (var which = 0; which < servers.Count; which++)
        {
            results.Add(row, servers[which].Peer.Name, new Sample(round.At(which, part)));
        }
    }
}
