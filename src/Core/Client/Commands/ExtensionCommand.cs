namespace Zot.Client.Commands;

/// <summary>
/// A command that an extension adds to the command line: <c>zot events</c>. A disabled twin adds none.
/// </summary>
/// <param name="Name">The name, in lower case.</param>
/// <param name="Description">The help text, a sentence.</param>
public sealed record ExtensionCommand(string Name, string Description)
{
    /// <summary>The arguments, in order.</summary>
    public IReadOnlyList<CommandParameter> Arguments { get; init; } = [];

    /// <summary>The options of this command and all its subcommands.</summary>
    public IReadOnlyList<CommandParameter> Options { get; init; } = [];

    /// <summary>The subcommands.</summary>
    public IReadOnlyList<ExtensionCommand> Commands { get; init; } = [];

    /// <summary>
    /// Runs the command; <see langword="null"/>, the default, for a group of subcommands that prints its help. The
    /// message of a <see cref="CommandException"/> is written to standard error, with exit status 1.
    /// </summary>
    public Func<CommandCall, Task>? Run { get; init; }

    /// <summary>
    /// Runs the command on the registry itself, in place of <see cref="Run"/>: composed as configured, with the
    /// services of all parts, while no server is running. The first argument is the configuration file.
    /// </summary>
    public Func<CommandCall, IServiceProvider, Task>? RunOffline { get; init; }
}
