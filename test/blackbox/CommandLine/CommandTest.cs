namespace Zot.BlackBox.CommandLine;

/// <summary>A test of a command that does its work and ends.</summary>
public abstract class CommandTest : IDisposable
{
    /// <summary>A folder of the test.</summary>
    private protected TemporaryFolder Folder { get; } = new();

    /// <summary>Runs a command of a build to its end.</summary>
    private protected static Task<CommandRun> RunAsync(string build, params string[] arguments) =>
        CommandRun.ToEndAsync([.. ZotBinary.Command(build), .. arguments]);

    /// <summary>Fails unless the command ended with this exit code; a failure must not be a stack trace.</summary>
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
