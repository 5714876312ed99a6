namespace Zot.BlackBox.Harness;

/// <summary>
/// Runs third-party programs, such as registry clients. In CI they must be installed; elsewhere their tests are
/// skipped.
/// </summary>
internal static class Tool
{
    private static readonly Dictionary<string, string?> NoEnvironment = [];

    /// <summary>Runs a program and fails the test if it fails.</summary>
    /// <returns>The standard output.</returns>
    public static Task<string> RunAsync(string program, params string[] arguments) => RunAsync(NoEnvironment, program, arguments);

    /// <summary>Runs a program with additional environment variables, and fails the test if it fails.</summary>
    /// <returns>The standard output.</returns>
    public static async Task<string> RunAsync(
        IReadOnlyDictionary<string, string?> environment, string program, params string[] arguments)
    {
        var run = await TryAsync(environment, program, arguments);
        Assert.True(await run.ExitCode == 0, run.Transcript);
        return run.Output;
    }

    /// <summary>Runs a program, whatever its exit code.</summary>
    public static Task<CommandRun> TryAsync(string program, params string[] arguments) => TryAsync(NoEnvironment, program, arguments);

    /// <summary>Runs a program with additional environment variables, whatever its exit code.</summary>
    public static Task<CommandRun> TryAsync(IReadOnlyDictionary<string, string?> environment, string program, string[] arguments)
    {
        if (!IsInstalled(program))
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", $"{program} is not installed");
            Assert.Fail($"{program} is not installed, and CI needs it");
        }

        return CommandRun.ToEndAsync([program, .. arguments], environment);
    }

    private static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
