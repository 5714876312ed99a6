using System.CommandLine;

namespace Zot.Benchmarks.Events;

/// <summary>The command <c>events</c>.</summary>
internal static class EventsCommand
{
    internal static Command Create()
    {
        var zot = new Option<FileInfo>("--zot")
        {
            Description = "The binary to measure, with the extension events.",
            DefaultValueFactory = _ => new FileInfo("bin/zot-linux-amd64"),
        };
        var against = new Option<FileInfo>("--against") { Description = "Another binary, to push to in the same rounds." };
        var commit = new Option<bool>("--commit") { Description = "Measure pushes with storage.commit: the servers flush before they answer." };
        var rounds = new Option<int>("--rounds")
        {
            Description = "How often to measure the pushes; the median counts.",
            DefaultValueFactory = _ => 5,
        };
        var pushes = new Option<int>("--pushes")
        {
            Description = "How many images to push to each server in a round.",
            DefaultValueFactory = _ => 2_000,
        };
        var clients = new Option<int>("--clients")
        {
            Description = "How many clients push to a server at the same time, to one repository.",
            DefaultValueFactory = _ => 1,
        };
        var undelivered = new Option<int>("--undelivered")
        {
            Description = "How many events to leave undelivered for the curve of memory; 0 for no curve.",
            DefaultValueFactory = _ => 1_000_000,
        };
        var quick = new Option<bool>("--quick") { Description = "One round of 200 pushes and 10,000 events: whether it works." };
        var output = new Option<DirectoryInfo>("--out") { Description = "A directory to write the tables to, too." };

        var command = new Command("events", "Measures what telling of events costs: pushes with and without, and memory while a sink is down.")
        {
            zot, against, commit, rounds, pushes, clients, undelivered, quick, output,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new EventsRunOptions
            {
                Zot = parsed.GetValue(zot)!,
                Against = parsed.GetValue(against),
                Commit = parsed.GetValue(commit),
                Rounds = parsed.GetValue(quick) ? 1 : Math.Max(1, parsed.GetValue(rounds)),
                Pushes = parsed.GetValue(quick) ? 200 : Math.Max(1, parsed.GetValue(pushes)),
                Clients = Math.Max(1, parsed.GetValue(clients)),
                Undelivered = parsed.GetValue(quick) ? 10_000 : Math.Max(0, parsed.GetValue(undelivered)),
                Out = parsed.GetValue(output),
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(EventsRunOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await new EventsRun(options).RunAsync(cancellationToken);
            return 0;
        }
        catch (BenchmarkException cause)
        {
            await Console.Error.WriteLineAsync($"benchmarks: {cause.Message}");
            return 1;
        }
    }
}
