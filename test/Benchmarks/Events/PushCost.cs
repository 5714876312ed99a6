using System.Diagnostics;
using System.Globalization;
using System.Text;
using Zot.Benchmarks.Content;
using Zot.Benchmarks.Load;
using Zot.Benchmarks.Measures;

namespace Zot.Benchmarks.Events;

/// <summary>
/// Measures small pushes with events disabled, with a sink that is up, and with one that is down. The servers alternate
/// push by push, so that other load on the machine affects all three alike.
/// </summary>
internal sealed class PushCost(EventsRunOptions options, string folder, Action<string> say)
{
    private const int LayerLength = 4096;
    private const int WarmUp = 50;

    internal async Task<string> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var taker = new EventTaker();
        var rounds = new List<Round>();
        for (var round = 0; round < options.Rounds; round++)
        {
            say($"pushes, round {round + 1} of {options.Rounds}");
            rounds.Add(await MeasureAsync(Path.Combine(folder, $"{round}"), taker, cancellationToken));
        }

        return taker.Taken >= options.Rounds * options.Pushes
            ? Table(rounds)
            : throw new BenchmarkException($"the sink has {taker.Taken} events, and there were {options.Rounds * options.Pushes} pushes at least");
    }

    private async Task<Round> MeasureAsync(string under, EventTaker taker, CancellationToken cancellationToken)
    {
        EventingZotPeer[] peers =
        [
            new("off", options.Zot.FullName, Path.Combine(under, "off"), sink: null),
            new("up", options.Zot.FullName, Path.Combine(under, "up"), taker.Address),
            new("down", options.Zot.FullName, Path.Combine(under, "down"), EventTaker.FreeAddress()),
        ];
        var clients = new List<RegistryClient>();
        try
        {
            foreach (var peer in peers)
            {
                await peer.StartAsync(cancellationToken);
                clients.Add(new RegistryClient(peer.Address));
            }

            var times = peers.Select(_ => new double[options.Pushes]).ToArray();
            for (var push = -WarmUp; push < options.Pushes; push++)
            {
                for (var turn = 0; turn < peers.Length; turn++)
                {
                    // The order rotates, so that no server is always the first.
                    var which = (turn + push + WarmUp) % peers.Length;
                    var image = Image.Unique(LayerLength);
                    var start = Stopwatch.GetTimestamp();
                    await clients[which].PushAsync("bench/app", string.Create(CultureInfo.InvariantCulture, $"p{push + WarmUp}"), image, cancellationToken);
                    if (push >= 0)
                    {
                        times[which][push] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                    }
                }
            }

            return new Round(times);
        }
        finally
        {
            clients.ForEach(static client => client.Dispose());
            foreach (var peer in peers)
            {
                await peer.DisposeAsync();
            }
        }
    }

    private string Table(List<Round> rounds)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{options.Rounds} rounds of {options.Pushes} pushes of an image to each server, in turn; ratios are medians of the rounds' ratios");
        text.AppendLine(CultureInfo.InvariantCulture, $"{"",-28}{"off",10}{"sink up",12}{"sink down",12}{"up/off",10}{"down/off",10}    ratios of the rounds, up and down");
        foreach (var (name, part) in new[] { ("p50, ms", 0.50), ("p99, ms", 0.99) })
        {
            var up = rounds.Select(round => round.At(1, part) / round.At(0, part)).ToList();
            var down = rounds.Select(round => round.At(2, part) / round.At(0, part)).ToList();
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{$"push of an image, {name}",-28}{Median(0),10:0.00}{Median(1),12:0.00}{Median(2),12:0.00}{Round.Median(up),10:0.00}{Round.Median(down),10:0.00}    {List(up)} and {List(down)}");

            double Median(int server) => Round.Median(rounds.Select(round => round.At(server, part)));
        }

        return text.AppendLine().ToString();
    }

    private static string List(IEnumerable<double> ratios) =>
        string.Join(' ', ratios.Select(static ratio => ratio.ToString("0.00", CultureInfo.InvariantCulture)));
}
