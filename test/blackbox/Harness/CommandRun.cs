using System.Collections.Concurrent;
using System.Globalization;
using CliWrap;

namespace Zot.BlackBox.Harness;

/// <summary>A process these tests have started. The only file that knows CliWrap.</summary>
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

    /// <summary>Ends with the process: its exit code; 128 and the signal's number when a signal ended it.</summary>
    public Task<int> ExitCode { get; }

    /// <summary>The operating system's number of the process.</summary>
    public int ProcessId => _run.ProcessId;

    /// <summary>What it wrote to standard output so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>What it wrote to standard error so far.</summary>
    public string Errors => string.Join('\n', _errors);

    /// <summary>The command, and all it wrote so far: what to show when a test fails.</summary>
    public string Transcript => $"$ {_commandLine}\n{Output}\n{Errors}";

    /// <summary>Starts a process and leaves it running.</summary>
    public static CommandRun Start(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string?>? environment = null) => new(command, environment);

    /// <summary>Runs a process to its end, whatever that is.</summary>
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

    /// <summary>Waits for the end of the process.</summary>
    /// <exception cref="TimeoutException">It did not end; the message shows what it wrote.</exception>
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
            // What disposing is for.
        }

        _kill.Dispose();
    }

    private async Task<int> ExitCodeAsync() => (await _run.Task).ExitCode;
}
