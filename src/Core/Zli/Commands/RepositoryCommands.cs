using System.CommandLine;
using Zot.Client.Commands;
using Zot.Zli.Queries;

namespace Zot.Zli.Commands;

/// <summary><c>zli repo</c>: lists repositories.</summary>
internal static class RepositoryCommands
{
    /// <summary>Creates the commands.</summary>
    public static Command Create(ZliEnvironment environment)
    {
        var options = new ConnectionOptions();
        var group = new Command("repo", "List repositories.");
        options.AddTo(group, hasFormat: false, hasDetails: true);
        var list =
            new QueryCommand("list", "List all repositories.", ListAsync) { Sorting = SortOptions.Repositories() };
        group.Add(list.Create(options, environment));
        CommandGroup.Complete(group);
        return group;
    }

    private static async Task ListAsync(QueryCall call)
    {
        var names = await call.WaitAsync(() => call.Distribution.ListRepositoriesAsync(call.Stop));
        if (call.Order == SortOrder.Descending)
        {
            names.Reverse();
        }

        var output = call.Environment.Output;
        await output.WriteAsync("\nREPOSITORY NAME\n");
        foreach (var name in names)
        {
            await output.WriteAsync(TextTable.Clean(name) + "\n");
        }
    }
}
