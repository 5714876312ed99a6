using System.Diagnostics;
using Zot.Benchmarks.Comparison;
using Zot.Benchmarks.Load;
using Zot.Benchmarks.Measures;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Scale;

/// <summary>
/// Runs the same steps on several servers in turn, so that other load on the machine affects all alike.
/// </summary>
/// <param name="servers">The servers and their clients.</param>
internal sealed class Turns(IReadOnlyList<(Peer Peer, RegistryClient Client)> servers)
{
    /// <summary>Runs a number of steps on each server.</summary>
    /// <param name="count">The number of steps.</param>
    /// <param name="step">Runs the step with a number on a server.</param>
    /// <returns>The times, in milliseconds, by server.</returns>
    internal async Task<Round> TakeAsync(int count, Func<Peer, RegistryClient, int, Task> step)
    {
        var times = servers.Select(_ => new double[count]).ToArray();
        for (var number = 0; number < count; number++)
        {
            for (var turn = 0; turn < servers.Count; turn++)
            {
                // The order rotates, so that no server is always the first.
                var which = (turn + number) % servers.Count;
                var start = Stopwatch.GetTimestamp();
                await step(servers[which].Peer, servers[which].Client, number);
                times[which][number] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }

        return new Round(times);
    }

    /// <summary>Adds a percentile of the times of each server to the results.</summary>
    internal void Note(Results results, Row row, Round round, double part)
    {
        for (var which = 0; which < servers.Count; which++)
        {
            results.Add(row, servers[which].Peer.Name, new Sample(round.At(which, part)));
        }
    }
}
