namespace Zot.Client.Commands;

/// <summary>An argument or option of a command, identified by reference.</summary>
/// <param name="name">The name; an option begins with <c>--</c>.</param>
/// <param name="description">The help text, a sentence.</param>
public sealed class CommandParameter(string name, string description)
{
    /// <summary>The name; an option begins with <c>--</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The help text, a sentence.</summary>
    public string Description { get; } = description;

    /// <summary>The short name of an option, such as <c>-o</c>.</summary>
    public string? ShortName { get; init; }

    /// <summary>The placeholder for the value in the help: <c>url</c>.</summary>
    public string? HelpName { get; init; }

    /// <summary>Indicates whether the parameter is required. Default: <see langword="false"/>.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Indicates whether the option is a flag, without a value. Default: <see langword="false"/>.</summary>
    public bool IsFlag { get; init; }

    /// <summary>The allowed values; empty, the default, for any.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}
