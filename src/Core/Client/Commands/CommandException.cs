namespace Zot.Client.Commands;

/// <summary>The error of a failed command, with messages for the user. The exit status is 1.</summary>
/// <remarks>The messages are written to standard error; they must not contain secrets.</remarks>
public sealed class CommandException : Exception
{
    /// <summary>Creates an error with one message.</summary>
    /// <param name="reason">The message.</param>
    /// <param name="cause">The underlying exception.</param>
    public CommandException(string reason, Exception? cause = null)
        : base(reason, cause) => Reasons = [reason];

    /// <summary>Creates an error with several messages.</summary>
    /// <param name="reasons">The messages.</param>
    public CommandException(IReadOnlyList<string> reasons)
        : base(string.Join("; ", reasons)) => Reasons = reasons;

    /// <summary>The error messages.</summary>
    public IReadOnlyList<string> Reasons { get; }
}
