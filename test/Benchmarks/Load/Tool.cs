using System.Diagnostics;

namespace Zot.Benchmarks.Load;

/// <summary>Runs a measurement program.</summary>
internal static class Tool
{
    private static readonly string[] SystemFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <summary>Finds a program, including in the system directories of the administrator's path.</summary>
    /// <exception cref="BenchmarkException">
    /// The program is not installed; the message says how to install it.
    /// </exception>
    internal static string Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(SystemFolders)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists)
        ?? throw new BenchmarkException(
            $"'{program}' is not installed; on Debian: apt-get install wrk curl nginx-light docker-registry");

    /// <summary>Runs a program until it exits.</summary>
    /// <returns>The standard output.</returns>
    /// <exception cref="BenchmarkException">The program failed; the message contains its standard error.</exception>
    internal static async Task<string> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var stop = cancellationToken.Register(() => process.Kill());
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return process.ExitCode == 0
            ? output
            : throw new BenchmarkException($"{program} failed with {process.ExitCode}: {await errors}");
    }
}
