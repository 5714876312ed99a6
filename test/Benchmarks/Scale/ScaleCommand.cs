using System.CommandLine;

namespace Zot.Benchmarks.Scale;

/// <summary>The command <c>scale</c>.</summary>
internal static class ScaleCommand
{
    internal static Command Create()
    {
        var zot = new Option<FileInfo>("--zot")
        {
            Description = "The binary to measure.",
            DefaultValueFactory = _ => new FileInfo("bin/zot-linux-amd64-minimal"),
        };
        var repositories = Number("--repositories", 10_000, "How many repositories the large registry has.");
        var tags = Number("--tags", 100_000, "How many tags it has in all; at least one in each repository.");
        var seed = Number("--seed", 1, "What the data is made from: the same seed, the same data.");
        var rounds = Number("--rounds", 7, "How often to measure everything; the median counts.");
        var pushes = Number("--pushes", 300, "How many images to push to each server in a round.");
        var pulls = Number("--pulls", 200, "How many images to pull per second while sweeps come and go.");
        var only = new Option<ScalePart?>("--only") { Description = "Measure one part alone." };
        var write = new Option<DirectoryInfo>("--write") { Description = "Write the data set into this directory, and measure nothing." };
        var output = new Option<DirectoryInfo>("--out") { Description = "A directory to write the table to, too." };

        var command = new Command("scale", "Measures a zot with very many repositories against one with few.")
        {
            zot, repositories, tags, seed, rounds, pushes, pulls, only, write, output,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new ScaleOptions
            {
                Zot = parsed.GetValue(zot)!,
                Repositories = Math.Max(1, parsed.GetValue(repositories)),
                Tags = Math.Max(parsed.GetValue(repositories), parsed.GetValue(tags)),
                Seed = parsed.GetValue(seed),
                Rounds = Math.Max(1, parsed.GetValue(rounds)),
                Pushes = Math.Max(1, parsed.GetValue(pushes)),
                PullsPerSecond = Math.Max(1, parsed.GetValue(pulls)),
                Only = parsed.GetValue(only),
                Write = parsed.GetValue(write),
                Out = parsed.GetValue(output),
            },
            cancellationToken));
        return command;
    }

    private static Option<int> Number(string name, int fallback, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => fallback };

    private static async Task<int> RunAsync(ScaleOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await new ScaleRun(options).RunAsync(cancellationToken);
            return 0;
        }
        catch (BenchmarkException cause)
        {
            await Console.Error.WriteLineAsync($"benchmarks: {cause.Message}");
            return 1;
        }
    }
}
