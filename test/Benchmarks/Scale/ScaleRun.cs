using System.Globalization;
using Zot.Benchmarks.Comparison;
using Zot.Benchmarks.Load;

namespace Zot.Benchmarks.Scale;

/// <summary>Runs a complete measurement of size, from empty directories to the table.</summary>
internal sealed class ScaleRun(ScaleOptions options)
{
    // The level of the first components of names, and of the pools.
    private const int DataDepth = 2;

    private static readonly (ScalePart Part, Func<ScaleBench, CancellationToken, Task> MeasureAsync)[] Parts =
    [
        (ScalePart.Starts, StartPhase.RunAsync),
        (ScalePart.Pushes, ServePhase.RunAsync),
        (ScalePart.Lists, ListPhase.RunAsync),
        (ScalePart.Search, SearchPhase.RunAsync),
        (ScalePart.Quotas, QuotaPhase.RunAsync),
        (ScalePart.Sweeps, SweepPhase.RunAsync),
    ];

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Write is { } directory)
        {
            var set = new DataSet(options.Repositories, options.Tags, options.ManyTags, options.Seed);
            new DataSetFiles(directory.FullName).Write(set);
            await Console.Out.WriteLineAsync($"{set.Repositories.Count} repositories with {set.Tags} tags in {directory.FullName}");
            return;
        }

        if (!options.Zot.Exists)
        {
            throw new BenchmarkException($"there is no {options.Zot.FullName}: run 'make binary-minimal' first, or name a binary with --zot");
        }

        using var folder = new WorkFolder(DataDepth);
        var bench = new ScaleBench(options, folder.Path);
        var text = $"{await DescribeAsync(bench, cancellationToken)}{Environment.NewLine}";
        await WriteAsync(bench, cancellationToken);
        foreach (var (part, measureAsync) in Parts)
        {
            if (options.Measures(part))
            {
                await measureAsync(bench, cancellationToken);
            }
        }

        text += new ScaleTable(bench.Rows, bench.Results);
        await Console.Out.WriteAsync(text);
        await KeepAsync(text, cancellationToken);
        bench.Say("removing what was written");
    }

    private async Task WriteAsync(ScaleBench bench, CancellationToken cancellationToken)
    {
        bench.Write(ScaleRows.Few, bench.Few);
        bench.Write(ScaleRows.All, bench.All);
        if (options.Only is not (ScalePart.Starts or ScalePart.Pushes))
        {
            bench.Write(ScaleRows.Tenth, bench.Tenth);
        }

        if (options.Only is ScalePart.Search)
        {
            bench.Write(ScaleRows.TenthWithoutSearch, bench.Tenth);
        }

        if (options.Measures(ScalePart.Quotas))
        {
            bench.Write(ScaleRows.TenthWithQuotas, bench.Tenth);
        }

        // Data not yet written to the disk would be written during the other measurements.
        await Tool.RunAsync(Tool.Find("sync"), [], cancellationToken);
    }

    private async Task KeepAsync(string text, CancellationToken cancellationToken)
    {
        if (options.Out is { } directory)
        {
            directory.Create();
            var time = DateTime.UtcNow.ToString("yyyyMMdd-HHmm", CultureInfo.InvariantCulture);
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, $"scale-{time}.txt"), text, cancellationToken);
        }
    }

    private async Task<string> DescribeAsync(ScaleBench bench, CancellationToken cancellationToken)
    {
        var load = (await File.ReadAllTextAsync("/proc/loadavg", cancellationToken)).Split(' ')[0];
        return string.Create(CultureInfo.InvariantCulture, $"""
            {DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} processors, load at the start {load}
            few: {bench.Few.Repositories.Count} repositories with {bench.Few.Tags} tags; a tenth: {bench.Tenth.Repositories.Count} with {bench.Tenth.Tags}; all: {bench.All.Repositories.Count} with {bench.All.Tags}; one with many tags has {options.ManyTags}
            seed {options.Seed}, {options.Rounds} rounds, {options.Pushes} pushes to each server in a round, {options.PullsPerSecond} pulls per second during sweeps; multiples are medians of the rounds' multiples

            """);
    }
}
