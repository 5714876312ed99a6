using System.CommandLine;

namespace Zot.Server;

/// <summary><c>zot help [command]</c>: what <c>zot [command] --help</c> says.</summary>
internal static class HelpCommand
{
    public static Command Create(RootCommand root)
    {
        var topic = new Argument<string[]>("command") { HelpName = "command", Description = "The command to explain." };
        topic.CompletionSources.Add(_ => root.Subcommands.Select(static command => command.Name));
        var help = new Command("help", "Explain a command.") { topic };
        help.SetAction(parsed =>
        {
            string[] asked = [.. parsed.GetValue(topic) ?? [], "--help"];
            return root.Parse(asked) is { UnmatchedTokens: [var unknown, ..] }
                ? throw new CommandException($"there is no command '{unknown}'")
                : root.Parse(asked).Invoke(parsed.InvocationConfiguration);
        });
        return help;
    }
}
