namespace Zot.BlackBox.Harness;

/// <summary>Programs of others that talk to registries. Where CI runs they must be there; elsewhere their tests are skipped.</summary>
internal static class Tool
{
    /// <summary>Runs a program and fails the test when it fails.</summary>
    /// <returns>What it wrote to standard output.</returns>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var run = await TryAsync(program, arguments);
        Assert.True(await run.ExitCode == 0, run.Transcript);
        return run.Output;
    }

    /// <summary>Runs a program, however it ends.</summary>
    public static Task<CommandRun> TryAsync(string program, params string[] arguments)
    {
        if (!IsInstalled(program))
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", $"{program} is not installed");
            Assert.Fail($"{program} is not installed, and CI needs it");
        }

        return CommandRun.ToEndAsync([program, .. arguments]);
    }

    private static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
