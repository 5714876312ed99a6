namespace Zot.Hosting;

/// <summary>A command that an extension adds to the command line: <c>zot events</c>. Its twin adds none.</summary>
/// <param name="Name">Its name, in lower case.</param>
/// <param name="Description">What it does, in a sentence.</param>
public sealed record ExtensionCommand(string Name, string Description)
{
    /// <summary>What follows it, in this order.</summary>
    public IReadOnlyList<CommandParameter> Arguments { get; init; } = [];

    /// <summary>Its options, and those of every command below it.</summary>
    public IReadOnlyList<CommandParameter> Options { get; init; } = [];

    /// <summary>The commands below it.</summary>
    public IReadOnlyList<ExtensionCommand> Commands { get; init; } = [];

    /// <summary>
    /// Carries it out; <see langword="null"/>, the default, for one that only has others below it, and explains itself. A
    /// <see cref="CommandRefusedException"/> is a sentence on standard error, and the exit status 1.
    /// </summary>
    public Func<CommandCall, Task>? Run { get; init; }
}
