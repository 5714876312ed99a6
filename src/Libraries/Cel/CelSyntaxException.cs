namespace Zot.Cel;

/// <summary>The exception for an invalid expression, with the position and the reason of the error.</summary>
public sealed class CelSyntaxException : Exception
{
    internal CelSyntaxException(string expression, int position, string reason)
        : this(expression.AsSpan(0, Math.Min(position, expression.Length)), reason)
    {
    }

    private CelSyntaxException(ReadOnlySpan<char> before, string reason)
        : this(before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'), reason)
    {
    }

    private CelSyntaxException(int line, int column, string reason)
        : base($"line {line}, column {column}: {reason}") => (Line, Column, Reason) = (line, column, reason);

    /// <summary>The line, starting at 1.</summary>
    public int Line { get; }

    /// <summary>The column, starting at 1.</summary>
    public int Column { get; }

    /// <summary>The reason, without the position.</summary>
    public string Reason { get; }
}
