using System.Globalization;
using System.Text.RegularExpressions;

namespace Zot.Benchmarks.Load;

/// <summary>Many clients that repeat the same request: wrk, on one thread.</summary>
internal sealed partial class Wrk(string binary)
{
    /// <summary>Runs for a number of whole seconds, the resolution of wrk.</summary>
    /// <exception cref="BenchmarkException">A request failed.</exception>
    internal async Task<WrkReport> RunAsync(
        Uri address, int connections, int seconds, string accept, CancellationToken cancellationToken)
    {
        var output = await Tool.RunAsync(
            binary,
            ["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "-H", $"Accept: {accept}", $"{address}"],
            cancellationToken);
        if (output.Contains("Non-2xx", StringComparison.Ordinal) || output.Contains("Socket errors", StringComparison.Ordinal))
        {
            throw new BenchmarkException($"not every request to {address} succeeded:{Environment.NewLine}{output}");
        }

        var total = Total().Match(output);
        return new WrkReport(
            Number(total.Groups["requests"].Value),
            Seconds(total.Groups["time"].Value),
            Seconds(Percentile99().Match(output).Groups["time"].Value));
    }

    private static double Seconds(string text) => text switch
    {
        [.. var number, 'u', 's'] => Number(number) / 1e6,
        [.. var number, 'm', 's'] => Number(number) / 1e3,
        [.. var number, 's'] => Number(number),
        [.. var number, 'm'] => Number(number) * 60,
        _ => throw new BenchmarkException($"wrk reported a time of '{text}'"),
    };

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<requests>\d+) requests in (?<time>\S+),")]
    private static partial Regex Total();

    [GeneratedRegex(@"^\s+99%\s+(?<time>\S+)", RegexOptions.Multiline)]
    private static partial Regex Percentile99();
}
