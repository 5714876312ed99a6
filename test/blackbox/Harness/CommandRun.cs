using System.Collections.Concurrent;
using System.Globalization;
using CliWrap;

namespace Zot.BlackBox.Harness;

/// <summary>A process started by the tests. The only type that uses CliWrap.</summary>
internal sealed class CommandRun : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly CancellationTokenSource _kill = new();
    private readonly string _commandLine;
    private readonly CommandTask<CommandResult> _run;

    private CommandRun(IReadOnlyList<string> command, IReadOnlyDictionary<string, string?>? environment)
    {
        _commandLine = string.Join(' ', command);
        _run = Cli.Wrap(command[0])
            .WithArguments(command.Skip(1))
            .WithEnvironmentVariables(environment ?? new Dictionary<string, string?>())
            .WithStandardOutputPipe(PipeTarget.ToDelegate(_output.Enqueue))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(_errors.Enqueue))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(_kill.Token);
        ExitCode = ExitCodeAsync();
    }

    /// <summary>
    /// Completes when the process exits, with its exit code; 128 plus the signal number if a signal terminated it.
    /// </summary>
    public Task<int> ExitCode { get; }

    /// <summary>The process id.</summary>
    public int ProcessId => _run.ProcessId;

    /// <summary>The standard output so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>The standard error so far.</summary>
    public string Errors => string.Join('\n', _errors);

    /// <summary>The command line and all output so far, to show when a test fails.</summary>
    public string Transcript => $"$ {_commandLine}\n{Output}\n{Errors}";

    /// <summary>Starts a process and leaves it running.</summary>
    public static CommandRun Start(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string?>? environment = null) => new(command, environment);

    /// <summary>Runs a process until it exits, whatever its exit code.</summary>
    public static async Task<CommandRun> ToEndAsync(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var run = new CommandRun(command, environment);
        await using var kill = TestContext.Current.CancellationToken.Register(run._kill.Cancel);
        await run.ExitCode;
        return run;
    }

    /// <summary>Sends a signal, by its name without SIG.</summary>
    public async Task SignalAsync(string name)
    {
        var process = ProcessId.ToString(CultureInfo.InvariantCulture);
        await new CommandRun(["kill", $"-{name}", process], null).ExitCode;
    }

    /// <summary>Waits until the process exits.</summary>
    /// <exception cref="TimeoutException">
    /// The process did not exit in time; the message contains its output.
    /// </exception>
    public async Task<int> WaitAsync(TimeSpan limit)
    {
        try
        {
            return await ExitCode.WaitAsync(limit);
        }
        catch (TimeoutException timeout)
        {
            throw new TimeoutException($"Still running after {limit.TotalSeconds} s: {Transcript}", timeout);
        }
    }

    /// <summary>Kills the process if it is still running.</summary>
    public async ValueTask DisposeAsync()
    {
        await _kill.CancelAsync();
        try
        {
            await ExitCode;
        }
        catch (OperationCanceledException)
        {
            // Expected: the process was killed.
        }

        _kill.Dispose();
    }

    private async Task<int> ExitCodeAsync() => (await _run.Task).ExitCode;
}
