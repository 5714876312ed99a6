namespace Zot.Auth.Cel;

/// <summary>An expression that cannot be used: where it is wrong, and why.</summary>
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

    /// <summary>The line, counted from 1.</summary>
    public int Line { get; }

    /// <summary>The column, counted from 1.</summary>
    public int Column { get; }

    /// <summary>What is wrong there.</summary>
    public string Reason { get; }
}
