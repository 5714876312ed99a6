using System.CommandLine;
using Zot.Zli.Distribution;
using Zot.Zli.Output;
using Zot.Zli.Queries;
using Zot.Zli.Server;

namespace Zot.Zli.Commands;

/// <summary>A command that queries a registry.</summary>
/// <param name="name">The name.</param>
/// <param name="description">The help text, a sentence.</param>
/// <param name="run">Sends the queries and writes the result.</param>
internal sealed class QueryCommand(string name, string description, Func<QueryCall, Task> run)
{
    /// <summary>The arguments in the help.</summary>
    public string Usage { get; init; } = "";

    /// <summary>The number of arguments.</summary>
    public ArgumentCount Count { get; init; }

    /// <summary>Checks the arguments.</summary>
    public Action<IReadOnlyList<string>>? Check { get; init; }

    /// <summary>The orders of the results; <see langword="null"/> if they have none.</summary>
    public SortOptions? Sorting { get; init; }

    /// <summary>An option of this command; <see langword="null"/> if it has none.</summary>
    public Option<string>? Filter { get; init; }

    /// <summary>Creates the command.</summary>
    /// <param name="options">The options of its group.</param>
    /// <param name="environment">The surroundings of the program.</param>
    public Command Create(ConnectionOptions options, ZliEnvironment environment)
    {
        var words = new Argument<string[]>("arguments")
        {
            Arity = ArgumentArity.ZeroOrMore,
            HelpName = Usage.Replace(" ", "> <", StringComparison.Ordinal),
            Hidden = Usage.Length == 0,
        };
        var command = new Command(name, description) { words };
        var sort = Sorting?.Create();
        if (sort is not null)
        {
            command.Add(sort);
        }

        if (Filter is not null)
        {
            command.Add(Filter);
        }

        command.SetAction(async (parsed, stop) =>
        {
            string[] arguments = parsed.GetValue(words) ?? [];
            CommandGroup.CheckFlags(arguments);
            Count.Check(arguments.Length);
            Check?.Invoke(arguments);
            var order = Sorting?.Find(parsed.GetValue(sort!)) ?? SortOrder.Ascending;
            await RunAsync(parsed, options, environment, arguments, order, stop);
        });
        return command;
    }

    private async Task RunAsync(
        ParseResult parsed,
        ConnectionOptions options,
        ZliEnvironment environment,
        string[] arguments,
        SortOrder order,
        CancellationToken stop)
    {
        var results = new Results(environment.Output, options.FormatOf(parsed), options.IsVerbose(parsed));
        var (target, showsSpinner) = options.TargetOf(parsed, environment);
        using var server = new ServerConnection(target, environment.Certificates, options.TraceOf(parsed));
        await run(new QueryCall
        {
            Arguments = arguments,
            Order = order,
            Filter = Filter is null ? "" : parsed.GetValue(Filter) ?? "",
            Search = new SearchClient(server),
            Distribution = new DistributionClient(server),
            Results = results,
            ShowsSpinner = showsSpinner && environment.IsOnTerminal,
            Environment = environment,
            Stop = stop,
        });
    }
}
