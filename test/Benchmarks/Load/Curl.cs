using System.Globalization;

namespace Zot.Benchmarks.Load;

/// <summary>One client that moves large blobs: curl, on one connection.</summary>
internal sealed class Curl(string binary)
{
    /// <summary>Downloads several times and drops the bytes.</summary>
    /// <returns>The seconds all of it took.</returns>
    internal Task<double> GetAsync(Uri address, int times, CancellationToken cancellationToken) =>
        RunAsync(Enumerable.Repeat(new[] { "-o", "/dev/null", $"{address}" }, times).SelectMany(part => part), cancellationToken);

    /// <summary>Uploads a file with one PUT.</summary>
    /// <returns>The seconds until the answer.</returns>
    internal Task<double> PutAsync(Uri address, string file, CancellationToken cancellationToken) =>
        RunAsync(
            ["-T", file, "-H", "Content-Type: application/octet-stream", "-H", "Expect:", "-o", "/dev/null", $"{address}"],
            cancellationToken);

    private async Task<double> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        string[] quiet = ["-sS", "--fail", "--max-time", "60", "-w", "%{time_total}\n"];
        var output = await Tool.RunAsync(binary, quiet.Concat(arguments), cancellationToken);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Sum(line => double.Parse(line, CultureInfo.InvariantCulture));
    }
}
