using System.CommandLine;
using System.CommandLine.Help;
using Zot.Client.Commands;
using Zot.Extensions;
using Zot.Hosting;
using Zot.Server.Configuring;

namespace Zot.Server.Commands;

/// <summary>The command line of the program.</summary>
internal static class ZotCommand
{
    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="extensions">The extensions; <see langword="null"/> for those of this build.</param>
    /// <returns>The exit status: 0, or 1 after an error message on standard error.</returns>
    public static async Task<int> RunAsync(
        string[] arguments, TextWriter output, TextWriter error, IReadOnlyList<IZotExtension>? extensions = null)
    {
        var root = Create(extensions ?? CompiledExtensions.All);
        var parsed = root.Parse(arguments);
        if (LeftOutIn(parsed) is { } extension)
        {
            await CommandErrors.WriteAsync(
                error,
                [$"this binary doesn't include the extension {extension}, which provides the command '{extension}'"]);
            return CommandErrors.Failed;
        }

        if (parsed.Errors.Count > 0)
        {
            await CommandErrors.WriteAsync(error, parsed.Errors.Select(static fault => fault.Message));
            await error.WriteLineAsync($"Usage: {UsageOf(parsed.CommandResult.Command)}");
            return CommandErrors.Failed;
        }

        return await InvokeAsync(parsed, output, error);
    }

    private static Task<int> InvokeAsync(ParseResult parsed, TextWriter output, TextWriter error) =>
        CommandErrors.ReportAsync(
            () => parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // the server handles termination signals itself
            }),
            error);

    private static RootCommand Create(IReadOnlyList<IZotExtension> extensions)
    {
        var root = new RootCommand("An OCI registry for images and other artifacts, stored in the OCI image layout.");
        root.Options.Clear();
        root.Add(new HelpOption("--help", "-h") { Description = "Show help.", Recursive = true });
        root.Add(VersionCommand.CreateOption());
        root.Add(ServeCommand.Create());
        root.Add(VerifyCommand.Create());
        root.Add(VerifyFeatureCommand.Create());
        root.Add(ScrubCommand.Create());
        root.Add(GcCommand.Create());
        root.Add(BackupCommand.Create());
        root.Add(MigrateCommand.Create());
        root.Add(SchemaCommand.Create());
        var added = extensions.SelectMany(static extension => extension.Commands);
        foreach (var command in ExtensionCommands.Create([StatusCommand.Create(), .. added]))
        {
            root.Add(command);
        }

        root.Add(VersionCommand.Create());
        root.Add(CompletionCommand.Create());
        root.Add(HelpCommand.Create(root));
        root.SetAction(static parsed => new HelpAction().Invoke(parsed));
        return root;
    }

    // A known command of a missing extension: the error must name the binary, not the command line.
    private static string? LeftOutIn(ParseResult parsed) =>
        parsed is { CommandResult.Command: RootCommand, UnmatchedTokens: [var word, ..] }
            && BuildFeatures.LeftOut.Contains(word)
                ? word
                : null;

    private static string UsageOf(Command command)
    {
        var path = command.Parents.OfType<Command>().Reverse().Append(command).Select(static part => part.Name);
        return $"{string.Join(' ', path)} [--help]";
    }
}
