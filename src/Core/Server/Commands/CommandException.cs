namespace Zot.Server;

/// <summary>The error of a failed command, with messages for the user. The exit status is 1.</summary>
internal sealed class CommandException : Exception
{
    /// <summary>Creates an error with one message.</summary>
    public CommandException(string reason, Exception? cause = null)
        : base(reason, cause) => Reasons = [reason];

    /// <summary>Creates an error with several messages.</summary>
    public CommandException(IReadOnlyList<string> reasons)
        : base(string.Join("; ", reasons)) => Reasons = reasons;

    /// <summary>The error messages.</summary>
    public IReadOnlyList<string> Reasons { get; }
}
