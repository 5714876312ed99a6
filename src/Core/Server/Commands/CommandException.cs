namespace Zot.Server;

/// <summary>Why a command cannot be carried out, in sentences for the person who gave it. The exit status is 1.</summary>
internal sealed class CommandException : Exception
{
    /// <summary>There is one reason.</summary>
    public CommandException(string reason, Exception? cause = null)
        : base(reason, cause) => Reasons = [reason];

    /// <summary>There are several reasons.</summary>
    public CommandException(IReadOnlyList<string> reasons)
        : base(string.Join("; ", reasons)) => Reasons = reasons;

    /// <summary>The reasons, each a sentence.</summary>
    public IReadOnlyList<string> Reasons { get; }
}
