namespace CliWrap;

/// <summary>Stands in for CliWrap's entry point where that package does not restore.</summary>
public static class Cli
{
    /// <summary>A command that runs a program, found on the PATH when it is a bare name.</summary>
    public static Command Wrap(string targetFilePath) => new(targetFilePath);
}
