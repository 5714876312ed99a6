using System.CommandLine;

namespace Zot.Server.Commands;

/// <summary>The configuration argument of most commands.</summary>
internal static class ConfigArgument
{
    public static Argument<string?> Create()
    {
        var config = new Argument<string?>("config")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "The configuration file (JSON or YAML). Default: the built-in configuration.",
        };
        config.Validators.Add(static result =>
        {
            // A mistyped option must not be read as a file name.
            if (result.Tokens is [{ Value: ['-', ..] and var option }])
            {
                result.AddError($"Unrecognized command or argument '{option}'.");
            }
        });
        return config;
    }
}
