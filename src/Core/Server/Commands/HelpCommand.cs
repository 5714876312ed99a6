using System.CommandLine;
using Zot.Client.Commands;

namespace Zot.Server.Commands;

/// <summary><c>zot help [command]</c>: prints the same text as <c>zot [command] --help</c>.</summary>
internal static class HelpCommand
{
    public static Command Create(RootCommand root)
    {
        var topic = new Argument<string[]>("command") { HelpName = "command", Description = "The command." };
        topic.CompletionSources.Add(_ => root.Subcommands.Select(static command => command.Name));
        var help = new Command("help", "Show help for a command.") { topic };
        help.SetAction(parsed =>
        {
            string[] asked = [.. parsed.GetValue(topic) ?? [], "--help"];
            return root.Parse(asked) is { UnmatchedTokens: [var unknown, ..] }
                ? throw new CommandException($"'{unknown}' is not a zot command; see 'zot --help'")
                : root.Parse(asked).Invoke(parsed.InvocationConfiguration);
        });
        return help;
    }
}
