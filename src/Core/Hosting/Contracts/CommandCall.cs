namespace Zot.Hosting;

/// <summary>A command line that calls a command of an extension.</summary>
/// <param name="find">The value of a parameter, if it was given; that of a flag is empty.</param>
public sealed class CommandCall(Func<CommandParameter, string?> find)
{
    /// <summary>What is typed or piped in.</summary>
    public required TextReader Input { get; init; }

    /// <summary>Where results go.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Where all else goes that people are to see.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Ends it.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>The value of a parameter; <see langword="null"/> when it was not given.</summary>
    public string? Find(CommandParameter parameter) => find(parameter);

    /// <summary>Whether a parameter was given.</summary>
    public bool Has(CommandParameter parameter) => find(parameter) is not null;
}
