using System.CommandLine;

namespace Zot.Benchmarks.Comparison;

/// <summary>The command <c>compare</c>.</summary>
internal static class CompareCommand
{
    internal static Command Create()
    {
        var zot = new Option<FileInfo>("--zot")
        {
            Description = "The binary to measure.",
            DefaultValueFactory = _ => new FileInfo("bin/zot-linux-amd64-minimal"),
        };
        var peersOnly = new Option<bool>("--peers-only") { Description = "Measure only docker-registry and nginx." };
        var rounds = new Option<int>("--rounds")
        {
            Description = "How often to measure everything; the median counts.",
            DefaultValueFactory = _ => 3,
        };
        var quick = new Option<bool>("--quick") { Description = "One short round: an impression in about a minute." };
        var output = new Option<DirectoryInfo>("--out") { Description = "A directory to write the table to, too." };

        var command = new Command("compare", "Compares a zot binary with docker-registry and nginx on this machine.")
        {
            zot, peersOnly, rounds, quick, output,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new CompareOptions
            {
                Zot = parsed.GetValue(peersOnly) ? null : parsed.GetValue(zot),
                Rounds = parsed.GetValue(quick) ? 1 : Math.Max(1, parsed.GetValue(rounds)),
                Many = parsed.GetValue(quick) ? 2_000 : 10_000,
                Seconds = parsed.GetValue(quick) ? 1 : 2,
                Out = parsed.GetValue(output),
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CompareOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await new CompareRun(options).RunAsync(cancellationToken);
            return 0;
        }
        catch (BenchmarkException cause)
        {
            await Console.Error.WriteLineAsync($"benchmarks: {cause.Message}");
            return 1;
        }
    }
}
