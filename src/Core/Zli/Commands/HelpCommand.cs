using System.CommandLine;
using Zot.Client.Commands;

namespace Zot.Zli.Commands;

/// <summary><c>zli help [command]</c>: prints the same text as <c>zli [command] --help</c>.</summary>
internal static class HelpCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(RootCommand root)
    {
        var topic = new Argument<string[]>("command") { Description = "The command." };
        topic.CompletionSources.Add(_ => root.Subcommands.Select(static command => command.Name));
        var help = new Command("help", "Show help for a command.") { topic };
        help.SetAction(parsed =>
        {
            string[] asked = parsed.GetValue(topic) ?? [];
            Command command = root;
            foreach (var name in asked)
            {
                command = command.Subcommands.FirstOrDefault(each => each.Name == name)
                    ?? throw new CommandException(
                        $"unknown command \"{name}\" for \"{(command == root ? "zli" : command.Name)}\"");
            }

            return root.Parse([.. asked, "--help"]).Invoke(parsed.InvocationConfiguration);
        });
        return help;
    }
}
