namespace Zot.BlackBox.CommandLine;

/// <summary>The base class of tests that run a command to completion.</summary>
public abstract class CommandTest : IDisposable
{
    /// <summary>The folder of the test.</summary>
    private protected TemporaryFolder Folder { get; } = new();

    /// <summary>Runs a command of a build to completion.</summary>
    private protected static Task<CommandRun> RunAsync(string build, params string[] arguments) =>
        CommandRun.ToEndAsync([.. ZotBinary.Command(build), .. arguments]);

    /// <summary>Asserts the exit code of a command, and that its output contains no stack trace.</summary>
    private protected static async Task EndedAsync(CommandRun run, int exitCode)
    {
        Assert.True(await run.ExitCode == exitCode, $"exit code {await run.ExitCode}\n{run.Transcript}");
        Assert.DoesNotContain("Unhandled exception", run.Transcript, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at Zot.", run.Transcript, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
