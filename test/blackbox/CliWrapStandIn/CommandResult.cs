namespace CliWrap;

/// <summary>Stands in for CliWrap's result of a command that has ended.</summary>
public sealed class CommandResult
{
    internal CommandResult(int exitCode) => ExitCode = exitCode;

    /// <summary>The exit code; 128 and the signal's number when a signal ended the process.</summary>
    public int ExitCode { get; }
}
