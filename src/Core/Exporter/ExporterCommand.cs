using System.CommandLine;
using System.CommandLine.Help;
using Zot.Client.Commands;
using Zot.Configuration.Exporter;
using Zot.Configuration.Loading;

namespace Zot.Exporter;

/// <summary>The command line of the exporter: <c>zxp config [file]</c>.</summary>
internal static class ExporterCommand
{
    /// <summary>Runs a command line.</summary>
    /// <returns>The exit status: 0, or 1 after an error message on standard error.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var parsed = Create().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            await CommandErrors.WriteAsync(error, parsed.Errors.Select(static fault => fault.Message));
            await error.WriteLineAsync("Usage: zxp config [file]");
            return CommandErrors.Failed;
        }

        return await CommandErrors.ReportAsync(
            () => parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // the host handles the signals itself
            }),
            error);
    }

    private static RootCommand Create()
    {
        var file = new Argument<string?>("file")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "The configuration file (JSON or YAML). Default: read localhost:8080, serve port 8081.",
        };
        var serve = new Command("config", "Serve until SIGTERM or SIGINT.") { file };
        serve.SetAction(parsed => ExporterServer.RunAsync(Load(parsed.GetValue(file))));

        var root = new RootCommand("Serves the metrics of a registry built without Prometheus support to Prometheus.");
        root.Options.Clear();
        root.Add(new HelpOption("--help", "-h") { Description = "Show help.", Recursive = true });
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
