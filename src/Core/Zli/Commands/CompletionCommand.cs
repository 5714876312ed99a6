using System.CommandLine;
using Zot.Client.Commands;

namespace Zot.Zli.Commands;

/// <summary><c>zli completion &lt;shell&gt;</c>: prints the completion script of a shell.</summary>
internal static class CompletionCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var completion = new Command("completion", "Print a shell completion script.");
        foreach (var shell in CompletionScripts.Shells)
        {
            var leaf = new Command(shell, $"Print the completion script for {shell}.");
            leaf.SetAction(
                parsed => parsed.InvocationConfiguration.Output.WriteLine(CompletionScripts.For("zli", shell)));
            completion.Add(leaf);
        }

        CommandGroup.Complete(completion);
        return completion;
    }
}
