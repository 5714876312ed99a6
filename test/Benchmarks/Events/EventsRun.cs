using System.Diagnostics;
using System.Globalization;
using Zot.Benchmarks.Comparison;

namespace Zot.Benchmarks.Events;

/// <summary>Runs a complete measurement of events, from empty directories to the tables.</summary>
internal sealed class EventsRun(EventsRunOptions options)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        if (new[] { options.Zot, options.Against }.FirstOrDefault(static build => build is { Exists: false }) is { } missing)
        {
            throw new BenchmarkException($"there is no {missing.FullName}: run 'make binary' first, or name a binary with --zot");
        }

        using var folder = new WorkFolder();
        var text = $"{await DescribeAsync(cancellationToken)}{Environment.NewLine}";
        text += await new PushCost(options, Path.Combine(folder.Path, "pushes"), Say).MeasureAsync(cancellationToken);
        if (options.Undelivered > 0)
        {
            text += await new MemoryCurve(options, Path.Combine(folder.Path, "memory"), Say).MeasureAsync(cancellationToken);
        }

        await Console.Out.WriteAsync(text);
        if (options.Out is { } directory)
        {
            directory.Create();
            var time = DateTime.UtcNow.ToString("yyyyMMdd-HHmm", CultureInfo.InvariantCulture);
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, $"events-{time}.txt"), text, cancellationToken);
        }
    }

    private static async Task<string> DescribeAsync(CancellationToken cancellationToken)
    {
        var load = (await File.ReadAllTextAsync("/proc/loadavg", cancellationToken)).Split(' ')[0];
        return $"{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} processors, load at the start {load}{Environment.NewLine}";
    }

    private void Say(string what) => Console.Error.WriteLine($"{_clock.Elapsed:mm\\:ss} {what}");
}
