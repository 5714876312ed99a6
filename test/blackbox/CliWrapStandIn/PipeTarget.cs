namespace CliWrap;

/// <summary>Stands in for CliWrap's target of what a process writes.</summary>
public sealed class PipeTarget
{
    private readonly Action<string> _handleLine;

    private PipeTarget(Action<string> handleLine) => _handleLine = handleLine;

    /// <summary>Hands every line on, as it is written.</summary>
    public static PipeTarget ToDelegate(Action<string> handleLine) => new(handleLine);

    internal async Task CopyFromAsync(StreamReader source, CancellationToken cancellationToken)
    {
        while (await source.ReadLineAsync(cancellationToken) is { } line)
        {
            _handleLine(line);
        }
    }
}
