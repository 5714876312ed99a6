using System.Globalization;

namespace Zot.Benchmarks.Comparison;

/// <summary>Runs a complete comparison, from empty directories to the table.</summary>
internal sealed class CompareRun(CompareOptions options)
{
    // A run takes less than six minutes; one that takes this long hangs.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(12);

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var binary in new[] { options.Zot, options.Baseline })
        {
            if (binary is { Exists: false })
            {
                throw new BenchmarkException(
                    $"there is no {binary.FullName}: run 'make binary-minimal' first, or name a binary with --zot and --baseline");
            }
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        using var folder = new WorkFolder();
        var bench = new Bench(options, folder.Path);
        foreach (var (peer, binary) in bench.Binaries)
        {
            bench.Results.Add(Rows.Size, peer, new Sample(new FileInfo(binary).Length / 1e6));
        }

        if (options.Only.Length == 0)
        {
            await EmptyPhase.RunAsync(bench, limit.Token);
        }

        await LoadPhase.RunAsync(bench, limit.Token);
        if (options.Only.Length == 0)
        {
            await CatalogPhase.RunAsync(bench, limit.Token);
        }

        await WriteAsync(bench, limit.Token);
        bench.Say("removing what was written");
    }

    private async Task WriteAsync(Bench bench, CancellationToken cancellationToken)
    {
        var text = $"{await Surroundings.DescribeAsync(bench, cancellationToken)}{Environment.NewLine}{new ResultTable(bench.Results)}";
        await Console.Out.WriteAsync(text);
        if (options.Out is { } directory)
        {
            directory.Create();
            var time = DateTime.UtcNow.ToString("yyyyMMdd-HHmm", CultureInfo.InvariantCulture);
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, $"compare-{time}.txt"), text, cancellationToken);
        }
    }
}
