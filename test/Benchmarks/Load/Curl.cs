using System.Globalization;

namespace Zot.Benchmarks.Load;

/// <summary>A client that transfers large blobs: curl, on one connection.</summary>
internal sealed class Curl(string binary)
{
    /// <summary>Downloads several times and discards the bytes.</summary>
    /// <returns>The total time, in seconds.</returns>
    internal Task<double> GetAsync(Uri address, int times, CancellationToken cancellationToken) =>
        RunAsync(Enumerable.Repeat(new[] { "-o", "/dev/null", $"{address}" }, times).SelectMany(part => part), cancellationToken);

    /// <summary>Uploads a file with one PUT.</summary>
    /// <returns>The time until the response, in seconds.</returns>
    internal Task<double> PutAsync(Uri address, string file, CancellationToken cancellationToken) =>
        RunAsync(Sending(file, address), cancellationToken);

    /// <summary>Uploads a file with one PATCH.</summary>
    /// <returns>The time until the response, in seconds, and the location of the upload.</returns>
    internal async Task<(double Seconds, string Location)> PatchAsync(Uri address, string file, CancellationToken cancellationToken)
    {
        var output = await WriteOutAsync("%{time_total} %header{location}", ["-X", "PATCH", .. Sending(file, address)], cancellationToken);
        return output.Trim().Split(' ') is [var seconds, var location]
            ? (double.Parse(seconds, CultureInfo.InvariantCulture), location)
            : throw new BenchmarkException($"the answer to PATCH {address} names no location");
    }

    private static string[] Sending(string file, Uri address) =>
        ["-T", file, "-H", "Content-Type: application/octet-stream", "-H", "Expect:", "-o", "/dev/null", $"{address}"];

    private Task<string> WriteOutAsync(string format, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        string[] quiet = ["-sS", "--fail", "--max-time", "60", "-w", format];
        return Tool.RunAsync(binary, quiet.Concat(arguments), cancellationToken);
    }

    private async Task<double> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var output = await WriteOutAsync("%{time_total}\n", arguments, cancellationToken);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Sum(line => double.Parse(line, CultureInfo.InvariantCulture));
    }
}
