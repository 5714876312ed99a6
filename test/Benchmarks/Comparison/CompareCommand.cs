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
        var baseline = new Option<FileInfo?>("--baseline")
        {
            Description = "Another binary to measure side by side, for example the one before a change.",
        };
        var busy = new Option<bool>("--busy") { Description = "Keep every processor busy with another process during the load phase." };
        var only = new Option<string>("--only")
        {
            Description = "Measure only the load rows whose name contains this text, for example blob.",
            DefaultValueFactory = _ => "",
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
            zot, baseline, peersOnly, busy, only, rounds, quick, output,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new CompareOptions
            {
                Zot = parsed.GetValue(peersOnly) ? null : parsed.GetValue(zot),
                Baseline = parsed.GetValue(baseline),
                IsBusy = parsed.GetValue(busy),
                Only = parsed.GetValue(only) ?? "",
                Rounds = parsed.GetValue(quick) ? 1 : Math.Max(1, parsed.GetValue(rounds)),
                Many = parsed.GetValue(quick) || parsed.GetValue(only)?.Length > 0 ? 2_000 : 10_000,
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
