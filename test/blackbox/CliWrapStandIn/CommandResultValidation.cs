namespace CliWrap;

/// <summary>Stands in for CliWrap's enum: what makes a command fail. The package also knows a non-zero exit code.</summary>
[Flags]
public enum CommandResultValidation
{
    /// <summary>Nothing: the caller looks at the exit code.</summary>
    None = 0,
}
