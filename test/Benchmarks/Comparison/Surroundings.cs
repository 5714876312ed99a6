using System.Diagnostics;
using System.Runtime.InteropServices;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Comparison;

/// <summary>Describes the environment of a run, for interpreting the figures.</summary>
internal static class Surroundings
{
    internal static async Task<string> DescribeAsync(Bench bench, CancellationToken cancellationToken)
    {
        var load = (await File.ReadAllTextAsync("/proc/loadavg", cancellationToken)).Split(' ')[0];
        var processor = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1];
        var dockerRegistry = await VersionAsync(bench, DockerRegistryPeer.PeerName, "--version", cancellationToken);
        var nginx = await VersionAsync(bench, NginxPeer.PeerName, "-v", cancellationToken);
        return $"""
            {processor ?? $"{RuntimeInformation.ProcessArchitecture}"}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, load at the end {load}
            {dockerRegistry}
            {nginx}
            many: {bench.Options.Many} tags in a repository, {bench.Options.Many} repositories
            {bench.Options.Rounds} interleaved rounds, {bench.Options.Seconds} s per loop of requests; multiples are medians of the rounds' quotients{(bench.Options.IsBusy ? "; every processor busy with another process" : "")}

            """;
    }

    // The programs print their version to standard output or to standard error.
    private static async Task<string> VersionAsync(
        Bench bench, string peer, string argument, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(bench.Binaries[peer], [argument])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        return $"{await output}{await errors}".Trim();
    }
}
