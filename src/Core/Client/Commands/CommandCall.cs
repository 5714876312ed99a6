namespace Zot.Client.Commands;

/// <summary>A call of an extension command, with its parsed arguments.</summary>
/// <param name="find">
/// Returns the value of a parameter, or <see langword="null"/> if it is missing; a flag has an empty value.
/// </param>
public sealed class CommandCall(Func<CommandParameter, string?> find)
{
    /// <summary>Standard input.</summary>
    public required TextReader Input { get; init; }

    /// <summary>The writer for results.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>The writer for prompts and messages.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Cancels the command.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Returns the value of a parameter; <see langword="null"/> if it is missing.</summary>
    public string? Find(CommandParameter parameter) => find(parameter);

    /// <summary>Indicates whether a parameter was specified.</summary>
    public bool Has(CommandParameter parameter) => find(parameter) is not null;
}
