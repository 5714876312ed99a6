using System.CommandLine;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Zot.Benchmarks.Micro;

/// <summary>The command <c>micro</c>: measures the hot paths of a request one by one.</summary>
internal static class MicroCommand
{
    internal static Command Create()
    {
        var filter = new Option<string[]>("--filter")
        {
            Description = "Which benchmarks to run, as in '*ManifestParse*'.",
            DefaultValueFactory = _ => ["*"],
        };
        var output = new Option<DirectoryInfo>("--out") { Description = "A directory to write the tables to, too." };
        var command = new Command("micro", "Measures the time and the memory that single steps of a request take.")
        {
            filter, output,
        };
        command.SetAction(parsed => Run(parsed.GetValue(filter)!, parsed.GetValue(output)));
        return command;
    }

    private static int Run(string[] filter, DirectoryInfo? output)
    {
        var folder = output ?? Directory.CreateTempSubdirectory("zot-benchmarks-");
        try
        {
            // In-process: the default toolchain builds a project per benchmark, to which the analyzers of this
            // repository apply.
            var config = ManualConfig.CreateEmpty()
                .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
                .AddDiagnoser(MemoryDiagnoser.Default)
                .AddColumnProvider(DefaultColumnProviders.Instance)
                .AddLogger(ConsoleLogger.Default)
                .WithArtifactsPath(folder.FullName);
            if (output is not null)
            {
                config.AddExporter(PlainExporter.Default);
            }

            BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(["--filter", .. filter], config);
            return 0;
        }
        finally
        {
            if (output is null)
            {
                folder.Delete(recursive: true);
            }
        }
    }
}
