using System.CommandLine;
using Zot.Client.Commands;

namespace Zot.Server.Commands;

/// <summary>
/// <c>zot completion &lt;shell&gt;</c>: prints a script through which a shell queries this program for completions.
/// </summary>
internal static class CompletionCommand
{
    public static Command Create()
    {
        var completion = new Command("completion", "Print a shell completion script.");
        foreach (var shell in CompletionScripts.Shells)
        {
            completion.Add(CreateShell(shell));
        }

        return completion;
    }

    private static Command CreateShell(string name)
    {
        var shell = new Command(name, $"Print the completion script for {name}.");
        shell.SetAction(parsed => parsed.InvocationConfiguration.Output.WriteLine(CompletionScripts.For("zot", name)));
        return shell;
    }
}
