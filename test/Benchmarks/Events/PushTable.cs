using System.Globalization;
using System.Text;
using Zot.Benchmarks.Measures;

namespace Zot.Benchmarks.Events;

/// <summary>The table of the times of pushes.</summary>
/// <param name="options">The options of the measurement.</param>
/// <param name="builds">The measured builds; each has three servers in a round.</param>
/// <param name="measured">The rounds of each measure.</param>
internal sealed class PushTable(
    EventsRunOptions options, IReadOnlyList<FileInfo> builds, IReadOnlyList<(string What, List<Round> Rounds)> measured)
{
    // The servers of a build, in this order.
    private const int Off = 0;
    private const int Up = 1;
    private const int Down = 2;
    private const int PerBuild = 3;

    private static readonly (string Name, double Part)[] Percentiles = [("p50", 0.50), ("p99", 0.99)];

    public override string ToString()
    {
        var text = new StringBuilder();
        Line(text, $"{options.Rounds} rounds of {options.Pushes} turns of each server, {options.Clients} pushes of an image in a turn{(options.Commit ? ", with storage.commit" : "")}; ratios are medians of the rounds' ratios");
        for (var build = 0; build < builds.Count; build++)
        {
            var first = PerBuild * build;
            Line(text, $"{builds[build]}, in ms");
            Line(text, $"{"",-24}{"off",10}{"sink up",12}{"sink down",12}{"up/off",10}{"down/off",10}    ratios of the rounds, up and down");
            ForEach((what, rounds, part) => AddCost(text, what, rounds, part, first));
        }

        if (builds.Count > 1)
        {
            Line(text, $"{builds[1]}, against {builds[0]}");
            Line(text, $"{"",-24}{"off",10}{"sink up",12}{"sink down",12}    ratios of the rounds");
            ForEach((what, rounds, part) => AddComparison(text, what, rounds, part));
        }

        return text.AppendLine().ToString();
    }

    private void ForEach(Action<string, List<Round>, double> add)
    {
        foreach (var (what, rounds) in measured)
        {
            foreach (var (name, part) in Percentiles)
            {
                add($"{what}, {name}", rounds, part);
            }
        }
    }

    private static void AddCost(StringBuilder text, string what, List<Round> rounds, double part, int first)
    {
        var up = Ratios(rounds, part, first + Up, first + Off);
        var down = Ratios(rounds, part, first + Down, first + Off);
        Line(text, $"{what,-24}{Median(Off),10:0.00}{Median(Up),12:0.00}{Median(Down),12:0.00}{Round.Median(up),10:0.00}{Round.Median(down),10:0.00}    {List(up)} and {List(down)}");

        double Median(int server) => Round.Median(rounds.Select(round => round.At(first + server, part)));
    }

    private static void AddComparison(StringBuilder text, string what, List<Round> rounds, double part)
    {
        var (off, up, down) = (Against(Off), Against(Up), Against(Down));
        Line(text, $"{what,-24}{Round.Median(off),10:0.00}{Round.Median(up),12:0.00}{Round.Median(down),12:0.00}    {List(off)}, {List(up)} and {List(down)}");

        double[] Against(int server) => Ratios(rounds, part, PerBuild + server, server);
    }

    private static double[] Ratios(List<Round> rounds, double part, int server, int other) =>
        [.. rounds.Select(round => round.At(server, part) / round.At(other, part))];

    private static string List(IEnumerable<double> ratios) =>
        string.Join(' ', ratios.Select(static ratio => ratio.ToString("0.00", CultureInfo.InvariantCulture)));

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
