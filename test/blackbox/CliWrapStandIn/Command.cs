using System.Diagnostics;

namespace CliWrap;

/// <summary>Stands in for CliWrap's description of a command: immutable, every <c>With…</c> makes a copy.</summary>
public sealed class Command
{
    private readonly string _targetFilePath;

    internal Command(string targetFilePath) => _targetFilePath = targetFilePath;

    private Command(Command other) : this(other._targetFilePath)
    {
        Arguments = other.Arguments;
        EnvironmentVariables = other.EnvironmentVariables;
        Output = other.Output;
        Error = other.Error;
    }

    private IReadOnlyList<string> Arguments { get; init; } = [];

    private IReadOnlyDictionary<string, string?> EnvironmentVariables { get; init; } = new Dictionary<string, string?>();

    private PipeTarget Output { get; init; } = PipeTarget.ToDelegate(static _ => { });

    private PipeTarget Error { get; init; } = PipeTarget.ToDelegate(static _ => { });

    /// <summary>With these arguments, each passed as it is.</summary>
    public Command WithArguments(IEnumerable<string> arguments) => new(this) { Arguments = [.. arguments] };

    /// <summary>With these variables over the inherited ones; <see langword="null"/> takes one away.</summary>
    public Command WithEnvironmentVariables(IReadOnlyDictionary<string, string?> environmentVariables) =>
        new(this) { EnvironmentVariables = environmentVariables };

    /// <summary>With standard output sent there.</summary>
    public Command WithStandardOutputPipe(PipeTarget target) => new(this) { Output = target };

    /// <summary>With standard error sent there.</summary>
    public Command WithStandardErrorPipe(PipeTarget target) => new(this) { Error = target };

    /// <summary>With this rule for failure; the stand-in knows one only.</summary>
    public Command WithValidation(CommandResultValidation validation) =>
        validation == CommandResultValidation.None ? this : throw new NotSupportedException("Only CommandResultValidation.None.");

    /// <summary>Starts the process, and kills it when <paramref name="cancellationToken"/> is cancelled.</summary>
    public CommandTask<CommandResult> ExecuteAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(_targetFilePath, Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in EnvironmentVariables)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{_targetFilePath} did not start.");
        var processId = process.Id;
        return new CommandTask<CommandResult>(RunAsync(process, cancellationToken), processId);
    }

    private async Task<CommandResult> RunAsync(Process process, CancellationToken cancellationToken)
    {
        using (process)
        {
            await using var kill = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
            process.StandardInput.Close();
            await Task.WhenAll(
                Output.CopyFromAsync(process.StandardOutput, cancellationToken),
                Error.CopyFromAsync(process.StandardError, cancellationToken),
                process.WaitForExitAsync(CancellationToken.None));
            cancellationToken.ThrowIfCancellationRequested();
            return new CommandResult(process.ExitCode);
        }
    }
}
