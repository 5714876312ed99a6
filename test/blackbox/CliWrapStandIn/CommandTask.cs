namespace CliWrap;

/// <summary>Stands in for CliWrap's running command.</summary>
/// <typeparam name="TResult">What the command results in.</typeparam>
public sealed class CommandTask<TResult>
{
    internal CommandTask(Task<TResult> task, int processId) => (Task, ProcessId) = (task, processId);

    /// <summary>Ends with the process, when all it wrote has been handed on.</summary>
    public Task<TResult> Task { get; }

    /// <summary>The operating system's number of the process.</summary>
    public int ProcessId { get; }
}
