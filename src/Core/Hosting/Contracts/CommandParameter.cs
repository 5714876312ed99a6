namespace Zot.Hosting;

/// <summary>An argument or an option of a command. Known by its instance: two that look alike are two.</summary>
/// <param name="name">Its name; that of an option begins with <c>--</c>.</param>
/// <param name="description">What it says, in a sentence.</param>
public sealed class CommandParameter(string name, string description)
{
    /// <summary>Its name; that of an option begins with <c>--</c>.</summary>
    public string Name { get; } = name;

    /// <summary>What it says, in a sentence.</summary>
    public string Description { get; } = description;

    /// <summary>A shorter name of an option, as in <c>-o</c>.</summary>
    public string? ShortName { get; init; }

    /// <summary>What its value is, in the explanation: <c>url</c>.</summary>
    public string? HelpName { get; init; }

    /// <summary>Whether it must be given. Default: <see langword="false"/>.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether an option has no value: it is given, or is not. Default: <see langword="false"/>.</summary>
    public bool IsFlag { get; init; }

    /// <summary>The values it may have; empty, the default, for any.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}
