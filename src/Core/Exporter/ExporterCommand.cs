using System.CommandLine;
using System.CommandLine.Help;
using Zot.Configuration;
using Zot.Server;

namespace Zot.Exporter;

/// <summary>The program's command line: <c>zxp config [file]</c>.</summary>
internal static class ExporterCommand
{
    private const int Failed = 1;

    /// <summary>Carries out a command line.</summary>
    /// <returns>The exit status: 0, or 1 after a sentence on standard error.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var parsed = Create().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var fault in parsed.Errors)
            {
                await error.WriteLineAsync($"Error: {fault.Message}");
            }

            await error.WriteLineAsync("Usage: zxp config [file]");
            return Failed;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // serving stops in its own way
            });
        }
        catch (CommandException refused)
        {
            foreach (var reason in refused.Reasons)
            {
                await error.WriteLineAsync($"Error: {reason}");
            }

            return Failed;
        }
    }

    private static RootCommand Create()
    {
        var file = new Argument<string?>("file")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "The configuration file, JSON or YAML. Without it, localhost:8080 is read and port 8081 served.",
        };
        var serve = new Command("config", "Serve until SIGTERM or SIGINT.") { file };
        serve.SetAction(parsed => ExporterServer.RunAsync(Load(parsed.GetValue(file))));

        var root = new RootCommand("Reads the metrics of a registry that was built without Prometheus, and serves them to it.");
        root.Options.Clear();
        root.Add(new HelpOption("--help", "-h") { Description = "Explain the program, or a command.", Recursive = true });
        root.Add(serve);
        root.SetAction(static parsed => new HelpAction().Invoke(parsed));
        return root;
    }

    private static ZxpOptions Load(string? file)
    {
        var configuration = ExporterConfiguration.Load(file, ConfigurationSource.ProcessEnvironment());
        return configuration.Errors.Count == 0
            ? configuration.Options
            : throw new CommandException([.. configuration.Errors.Select(static error => error.ToString())]);
    }
}
