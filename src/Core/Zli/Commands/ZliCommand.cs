using System.CommandLine;
using System.CommandLine.Help;
using Zot.Client.Commands;

namespace Zot.Zli.Commands;

/// <summary>The command line of the client.</summary>
internal static class ZliCommand
{
    /// <summary>Runs a command line.</summary>
    /// <returns>The exit status: 0, or 1 after an error message on standard error.</returns>
    public static async Task<int> RunAsync(string[] arguments, ZliEnvironment environment)
    {
        // An argument that begins with @ is no file of arguments.
        var parsed = Create(environment).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            await CommandErrors.WriteAsync(environment.Error, parsed.Errors.Select(static error => error.Message));
            return CommandErrors.Failed;
        }

        return await CommandErrors.ReportAsync(
            () => parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = environment.Output,
                Error = environment.Error,
                EnableDefaultExceptionHandler = false,
            }),
            environment.Error);
    }

    private static RootCommand Create(ZliEnvironment environment)
    {
        var root = new RootCommand("Queries a zot registry: its images, their vulnerabilities and referrers.");
        root.Options.Clear();
        root.Add(new HelpOption("--help", "-h") { Description = "Show help.", Recursive = true });
        root.Add(VersionOption.Create());
        root.Add(ConfigCommand.Create(environment));
        root.Add(ImageCommands.Create(environment));
        root.Add(CveCommands.Create(environment));
        root.Add(RepositoryCommands.Create(environment));
        root.Add(SearchCommands.Create(environment));
        root.Add(StatusCommand.Create(environment));
        root.Add(CompletionCommand.Create());
        root.Add(HelpCommand.Create(root));
        CommandGroup.Complete(root, static unknown => $"unknown command \"{unknown}\" for \"zli\"");
        return root;
    }
}
